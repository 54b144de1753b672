/// An element of a small document: a name, its own text, and the elements in it.
package struct XMLElement: Hashable, Sendable {
    package let name: String
    /// All text directly in the element, joined.
    package internal(set) var text: String
    package internal(set) var children: [XMLElement]

    /// The root element of the document, read with the limits of `XMLReader` and at most `elementLimit` elements.
    package init(
        parsing bytes: [UInt8],
        sizeLimit: Int = 4 << 20,
        depthLimit: Int = 16,
        elementLimit: Int = 100_000
    ) throws(XMLError) {
        var reader = try XMLReader(bytes, sizeLimit: sizeLimit, depthLimit: depthLimit)
        var open: [XMLElement] = []
        var root: XMLElement?
        var count = 0
        while let event = try reader.next() {
            switch event {
            case .start(let name):
                count += 1
                guard count <= elementLimit else { throw .tooLarge }
                open.append(XMLElement(name: name))
            case .text(let text):
                if !open.isEmpty { open[open.count - 1].text += text }
            case .end:
                guard let element = open.popLast() else { throw .malformed }
                if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
            }
        }
        guard let root else { throw .malformed }
        self = root
    }

    init(name: String) {
        self.name = name
        text = ""
        children = []
    }

    /// The elements in this one that have this name.
    package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The only element in this one with this name; nil where there is none or more than one.
    package func only(_ name: String) -> XMLElement? {
        let found = all(name)
        return found.count == 1 ? found[0] : nil
    }

    /// The text of the first element with this name.
    package subscript(_ name: String) -> String? { children.first { $0.name == name }?.text }
}
