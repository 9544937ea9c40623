public import Centre
internal import EventStore
internal import GRDB
internal import Vocabulary

extension Notices: NoticeTrail {
    /// What the owner of a finding was told of it, and what they said, the oldest first.
    public func trail(ofFinding id: String) async throws -> [NoticeMark] {
        guard let finding = FindingID(id) else { return [] }
        let (notices, answers) = try await office.house.records.read { database in
            let notices = try Row.fetchAll(
                database,
                sql: """
                    SELECT \(NoticeStore.columns) FROM notices_item i JOIN notices_notice n ON n.number = i.notice
                    JOIN notices_because b ON b.id = n.because WHERE i.finding = ? ORDER BY n.number
                    """, arguments: [finding.stored]
            ).map(NoticeStore.notice)
            let answers = try notices.flatMap { try AnswerDesk.conversation($0.id, database) }
            return (notices, answers)
        }
        var marks: [NoticeMark] = []
        for notice in notices {
            let path = "/notices/\(notice.id)"
            let who = notice.address ?? notice.contactName
            func mark(_ kind: NoticeMark.Kind, _ time: Instant?) {
                if let time { marks.append(NoticeMark(kind: kind, time: time, who: who, text: notice.subject, path: path)) }
            }
            mark(.sent, notice.sent)
            mark(.returned, notice.returned)
            mark(.read, notice.read)
        }
        for answer in answers where answer.finding == nil || answer.finding == finding {
            marks.append(
                NoticeMark(
                    kind: answer.kind == .reply || answer.kind == .automatic ? .note : .answered, time: answer.time, who: answer.who,
                    text: answer.text.isEmpty ? answer.kind.rawValue : String(answer.text.prefix(300)), path: "/notices/\(answer.notice)"))
        }
        return marks.sorted { $0.time < $1.time }
    }
}
