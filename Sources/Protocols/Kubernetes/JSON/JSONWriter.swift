/// Writes JSON without spaces; iterative, so that depth costs no stack.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    /// A container that is being written and how far.
    private enum Frame {
        case array([JSONValue], next: Int)
        case object(JSONObject, next: Int)
    }

    init(reserving count: Int = 1_024) { bytes.reserveCapacity(count) }

    /// Appends `value`.
    mutating func write(_ value: JSONValue) {
        var frames: [Frame] = []
        open(value, &frames)
        while let frame = frames.popLast() {
            switch frame {
            case .array(let array, let next):
                write(array, from: next, &frames)
            case .object(let object, let next):
                write(object, from: next, &frames)
            }
        }
    }

    /// Writes a value that holds nothing; of a container only its beginning, leaving the rest in `frames`.
    private mutating func open(_ value: JSONValue, _ frames: inout [Frame]) {
        switch value {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .integer(let integer): write(integer)
        case .decimal(let text): append(text)
        case .string(let text): write(text)
        case .array(let array):
            bytes.append(UInt8(ascii: "["))
            frames.append(.array(array, next: 0))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            frames.append(.object(object, next: 0))
        }
    }

    private mutating func write(_ array: [JSONValue], from start: Int, _ frames: inout [Frame]) {
        var index = start
        while index < array.count {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            let value = array[index]
            index += 1
            if value.isContainer {
                frames.append(.array(array, next: index))
                open(value, &frames)
                return
            }
            open(value, &frames)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject, from start: Int, _ frames: inout [Frame]) {
        var index = start
        while index < object.count {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            let member = object[index]
            index += 1
            write(member.name)
            bytes.append(UInt8(ascii: ":"))
            if member.value.isContainer {
                frames.append(.object(object, next: index))
                open(member.value, &frames)
                return
            }
            open(member.value, &frames)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func write(_ integer: Int64) {
        guard integer.magnitude >= 10 else {
            if integer < 0 { bytes.append(UInt8(ascii: "-")) }
            bytes.append(UInt8(ascii: "0") + UInt8(integer.magnitude))
            return
        }
        append(String(integer))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { characters in
            var clean = 0
            for (index, byte) in characters.enumerated() where Self.mustEscape(byte) {
                bytes.append(contentsOf: characters[clean..<index])
                escape(byte)
                clean = index + 1
            }
            bytes.append(contentsOf: clean == 0 ? characters : UnsafeBufferPointer(rebasing: characters[clean...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        default:
            append("u00")
            for digit in [byte >> 4, byte & 15] {
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }
}
