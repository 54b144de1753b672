import BerthTesting
import S3
import Testing

@Suite struct `An XML reader` {
    @Test func `reads elements, text and references`() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment --><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/" xmlns:x='y'>
              <Object><Key>a&amp;b &lt;c&gt; &#x41;&#66; <![CDATA[<raw>&]]></Key></Object><Quiet/>
              <s3:Object><Key> </Key></s3:Object>
            </Delete>
            """
        let root = try XMLElement(parsing: Array(text.utf8))
        #expect(root.name == "Delete")
        #expect(root.all("Object").map { $0["Key"] } == ["a&b <c> AB <raw>&", " "])
        #expect(root["Quiet"] == "")
    }

    @Test func `reads what the writer writes`() throws {
        let text = "a<b>&\"c\" \u{1}\t\r\né😀"
        let bytes = XMLWriter.document("R") { $0.element("T", text) }
        #expect(try XMLElement(parsing: bytes)["T"] == text)
        #expect(XMLWriter.cannotExpress(Array(text.utf8)))
        #expect(!XMLWriter.cannotExpress(Array("a\tb".utf8)))
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<a>&x;</a>", "<?php ?><a/>", "<a><?pi?></a>",
        "<!ELEMENT a ANY><a/>",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>",
    ])
    func `refuses what is forbidden`(text: String) {
        #expect(throws: XMLError.forbidden) { try XMLElement(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [
        "", " ", "text", "<", "<a", "<a>", "<a></b>", "</a>", "<a/><b/>", "<a/>text", "<a b></a>", "<a b=c/>",
        "<a b='c/>",
        "<a b='1' b='2'/>", "<a>&amp</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#;</a>",
        "<a><![CDATA[</a>", "<a><!-- </a>", "<1a/>", "<a>\0</a>", "<a><b></a></b>", "<a>&#99999999999;</a>", "< a/>",
        "<![CDATA[x]]><a/>",
    ])
    func `refuses what is malformed`(text: String) {
        #expect(throws: XMLError.malformed) { try XMLElement(parsing: Array(text.utf8)) }
    }

    @Test func `holds its limits`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(throws: XMLError.tooDeep) { try XMLElement(parsing: Array(deep.utf8)) }
        let many = "<a>" + String(repeating: "<b/>", count: 1001) + "</a>"
        #expect(throws: XMLError.tooLarge) { try XMLElement(parsing: Array(many.utf8), elementLimit: 1000) }
        #expect(throws: XMLError.tooLarge) { try XMLElement(parsing: Array(many.utf8), sizeLimit: 1000) }
        #expect(throws: XMLError.malformed) { try XMLElement(parsing: [0x3C, 0x61, 0x3E, 0xFF]) }
    }

    @Test func `refuses random bytes without a trap`() {
        let seed = Array("<?xml version='1.0'?><a b='c'><d>&lt;&#65;</d><![CDATA[x]]><!-- y --><e/></a>".utf8)
        var random = SeededGenerator(seed: 2)
        for _ in 0..<5000 {
            var bytes = seed
            for _ in 0..<4 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            bytes.removeLast(Int(random.next() % 20))
            _ = try? XMLElement(parsing: bytes)
        }
    }
}
