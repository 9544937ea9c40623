internal import Centre
internal import HTTPTypes
internal import Vocabulary

/// What was changed, by whom and when, with the differences made visible.
struct HistoryPages: Sendable {
    let desk: AdvisoryDesk
    private var frame: DeskFrame { DeskFrame(desk: desk) }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/advisories/:id/history", .permission(.advisoriesRead)) { try await history($0) }
    }

    private struct View: Sendable {
        let head: Parts.Head
        let tabs: Parts.Tabs
        let edits: [Entry]
    }

    private struct Entry: Sendable {
        let title: String
        let who: String
        let time: Parts.Time
        let note: String?
        let changes: [Change]
        let unchanged: String?
    }

    struct Change: Sendable {
        let field: String
        let pieces: [Piece]
    }

    struct Piece: Sendable {
        let text: String
        let isAdded: Bool
        let isRemoved: Bool
    }

    private func history(_ request: WebRequest) async throws -> any Answer {
        let words = request.words
        let advisory = try await frame.advisory(request)
        let edits = try await desk.house.records.read { try AdvisoryStore.edits(of: advisory.id, limit: 60, $0) }
        let entries = edits.enumerated().map { place, edit in
            let before = edits.indices.contains(place + 1) ? edits[place + 1].content : nil
            let changes = before.map { ContentChange.between($0, edit.content, words, request.zone) } ?? []
            return Entry(
                title: words["advisories.step.\(edit.step.rawValue)"], who: edit.person.name,
                time: words.mark(edit.moment, zone: request.zone),
                note: edit.note.isEmpty ? nil : edit.note,
                changes: changes.map { change in
                    Change(
                        field: change.field,
                        pieces: TextDifference.between(change.before, change.after).map { piece in
                            Piece(text: piece.text, isAdded: piece.kind == .added, isRemoved: piece.kind == .removed)
                        })
                }, unchanged: changes.isEmpty && edit.step == .saved && before == nil ? words["advisories.history.begun"] : nil)
        }
        let view = View(head: frame.head(advisory, request), tabs: frame.tabs(advisory, "/history", request), edits: entries)
        return Page("advisories/history", view, title: words["advisories.tab.history"])
    }
}
