import Events
import Testing

@Suite("XML documents")
struct XMLFormatTests {
    private func read(_ text: String, path: String = "list/item", limit: Int = 1 << 20) -> ReadRecords {
        ReadRecords(XMLFormat(path: path, documentLimit: limit), text)
    }

    @Test("children and attributes of the elements at the path are cells")
    func cells() {
        let records = read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a list -->
            <list date="2026-01-02"><item id="1"><ip>192.0.2.1</ip><whois country="AZ"><name> Şəki &amp; co </name></whois><none/></item>
            <other><ip>x</ip></other>
            <item><url><![CDATA[http://example.com/?a&b]]></url></item><item> text </item><item/></list>
            """)
        #expect(
            records.rows == [
                ["@id": "1", "ip": "192.0.2.1", "whois.@country": "AZ", "whois.name": "Şəki & co"], ["url": "http://example.com/?a&b"],
                ["value": "text"], [:],
            ])
        #expect(records.rejections.isEmpty)
        #expect(records.rowTexts[1] == "<item><url><![CDATA[http://example.com/?a&b]]></url></item>")
        #expect(records.rowTexts[3] == "<item/>")
    }

    @Test("children that repeat become a JSON array")
    func repeats() {
        let records = read(#"<list><item><ip>a</ip><ip>b"c</ip></item></list>"#)
        #expect(records.rows == [["ip": #"["a","b\"c"]"#]])
        #expect(records.kinds == [["ip": .json]])
    }

    @Test("namespaces do not matter, paths may be written with dots, and the elements of another path are no records")
    func paths() {
        #expect(read(#"<a:list xmlns:a="urn:x"><a:item a:k="v"/></a:list>"#, path: "list.item").rows == [["@k": "v"]])
        #expect(read("<r><list><item>x</item></list></r>").rejections.map(\.reason) == ["no element at list/item"])
        #expect(read("<list></list>").rejections.map(\.reason) == ["no element at list/item"])
    }

    @Test("records within records belong to the outer one")
    func nested() {
        #expect(read("<list><item><item>x</item></item></list>").rows == [["item": "x"]])
    }

    @Test("other character sets are turned into UTF-8")
    func encodings() {
        let latin =
            Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><list><item><n>caf".utf8) + [0xE9] + Array("</n></item></list>".utf8)
        #expect(ReadRecords(XMLFormat(path: "list/item"), latin).rows == [["n": "café"]])
        let wide = "<?xml version=\"1.0\" encoding=\"utf-16\"?><list><item><n>ə</n></item></list>"
        #expect(read(wide).rows == [["n": "ə"]])
    }

    @Test("a broken document gives the records before the damage and says where it is")
    func broken() {
        let records = read("<list><item>a</item>\n<item><x></item></list>")
        #expect(records.rows == [["value": "a"]])
        #expect(records.rejections.first?.reason.hasPrefix("line 2, column ") == true)
        #expect(read("not XML").rejections.count == 1)
        #expect(read("<list><item>a</item>").rejections.count == 1)
        #expect(ReadRecords(XMLFormat(path: "list/item"), [0x3C, 0x61, 0, 0xFF]).rejections.count == 1)
    }

    @Test("entities of the document's own are refused, inside and outside of it")
    func entities() {
        let laughs = """
            <!DOCTYPE list [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><list><item>&b;</item></list>
            """
        let outside = #"<!DOCTYPE list [<!ENTITY a SYSTEM "file:///etc/hostname">]><list><item>&a;</item></list>"#
        for text in [laughs, outside] {
            let records = read(text)
            #expect(records.rows.isEmpty)
            #expect(records.rejections.map(\.reason) == ["the document declares entities of its own, which are not read"])
        }
    }

    @Test("nesting and length are limited")
    func limits() {
        let deep = "<list><item>" + String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100) + "</item></list>"
        #expect(read(deep).rejections.map(\.reason) == ["more than 64 elements within one another"])
        let long = "<list><item>" + String(repeating: "x", count: 200_000) + "</item></list>"
        #expect(read(long).rows.first?["value"]?.count == 200_000)
        #expect(read(long, limit: 1000).rejections.map(\.reason) == ["the document is longer than 1000 bytes; split it"])
    }
}
