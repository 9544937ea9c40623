import Papers
import Vocabulary

/// Text of strangers in every part of a document.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    let rich = PaperText([.plain(text), .bold(text), .code(text), .link(text, address: "https://example.org/" + text)])
    let table = PaperTable(columns: [.init(text), .init("b", width: 2, alignment: .end)], rows: [[rich, PaperText(text)]])
    let paper = Paper(
        title: text, language: .az, marking: .amber, house: text, number: text, date: Instant(seconds: 0),
        blocks: [
            .heading(level: 1, text), .paragraph(rich), .list(ordered: true, [rich]), .keyValues([KeyValue(text, rich)]), .table(table),
            .code(text), .note(title: text, rich),
        ])
    do throws(PaperError) { _ = try paper.pdf() } catch { preconditionFailure("\(error)") }
    return 0
}
