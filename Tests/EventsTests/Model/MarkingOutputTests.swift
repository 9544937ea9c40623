import Events
import Testing

@Suite("Markings in IntelMQ's words")
struct MarkingOutputTests {
    @Test(
        "a marking that TLP 1.0 has no word for goes out as the next narrower one",
        arguments: [("CLEAR", "WHITE"), ("GREEN", "GREEN"), ("AMBER", "AMBER"), ("AMBER+STRICT", "RED"), ("RED", "RED")])
    func words(marking: String, word: String) {
        #expect(IDFJSON.object(Event([(.idf(.tlp), .text(marking))])) == "{\"tlp\": \"\(word)\"}")
    }
}
