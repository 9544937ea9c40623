public import Centre
internal import GRDB
internal import Vocabulary

extension Notices: LetterTaker {
    /// Takes answers to notices into their conversation. A mail changes no finding: anybody can write one, and its meaning is for a
    /// person to judge; the link in the notice does.
    public func take(_ letter: Letter) async throws -> Bool {
        let ids = letter.dispatches.compactMap(NoticeDispatch.notice)
        guard !ids.isEmpty else { return false }
        let notices = try await office.house.records.read { database in try ids.compactMap { try NoticeStore.notice($0, database) } }
        guard let notice = notices.first else { return false }
        let address = letter.from?.description ?? ""
        let who = letter.fromName.isEmpty ? address : "\(letter.fromName) <\(address)>"
        let text = String(letter.words.prefix(20_000))
        try await answers.take(
            .init(
                notice: notice.id, kind: letter.isAutomatic ? .automatic : .word, way: .mail, who: String(who.prefix(300)), text: text,
                letter: letter.id, message: letter.id))
        return true
    }
}
