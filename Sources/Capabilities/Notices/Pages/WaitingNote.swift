internal import Centre
internal import GRDB
internal import Vocabulary

/// What stands above lists of notices and rules while somebody must approve a first run: what waits, why, and where to go on.
struct WaitingNote: Sendable {
    let title: String
    let text: String
    let action: Parts.Action?

    /// How many notices wait, and how many rules that tell somebody would ask.
    struct Counts: Sendable {
        let notices: Int
        let rules: Int

        init(_ database: Database) throws {
            notices = try Int.fetchOne(database, sql: "SELECT count(*) FROM notices_notice WHERE state = 'awaiting'") ?? 0
            rules = try NoticeStore.entries(database).count { $0.rule.isActive && $0.rule.act == .tell && !$0.isApproved }
        }
    }

    /// Nil where nothing has to be approved.
    /// - Parameter isRules: Whether it stands above the rules, where they are approved.
    init?(_ counts: Counts, isRules: Bool, _ request: WebRequest) {
        guard counts.notices > 0 || counts.rules > 0 else { return nil }
        let words = request.words
        let mayApprove = request.principal?.may(.noticesApprove) ?? false
        title =
            counts.notices > 0
            ? words.text("notices.waiting.notices", count: counts.notices) : words.text("notices.waiting.rules", count: counts.rules)
        text =
            words["notices.waiting.why"] + " "
            + words[mayApprove ? "notices.waiting.how" : "notices.waiting.who"]
        if counts.notices > 0, isRules {
            action = Parts.Action(words["notices.waiting.look"], href: "/notices?state=awaiting", icon: "eye", isPrimary: mayApprove)
        } else {
            action =
                isRules ? nil : Parts.Action(words["notices.waiting.toRules"], href: "/notices/rules", icon: "next", isPrimary: mayApprove)
        }
    }
}
