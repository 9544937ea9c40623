internal import Vocabulary

/// One thing that happened in a case. Entries are added and never changed.
struct CaseEntry: Sendable, Hashable, Identifiable {
    /// The kinds there are.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It began: the words of who told it.
        case opened
        /// Somebody wrote something down.
        case note
        /// A field has another value.
        case changed
        /// It stands differently.
        case state
        case observable
        case file
        case joined, separated, split
        /// Words to a party and from it.
        case told, heard
        /// What a party says of itself.
        case stance
        case party
        case task
        case deadline
        /// A deadline passed.
        case alarm
        case assistance
        case exported
        case watched
        case playbook
    }

    let id: Int64
    /// The case that it was written in: for what is shown in a case others were joined to, it may be one of these.
    let caseID: Int64
    let time: Instant
    let person: String
    let kind: Kind
    /// Which field changed, or what the entry is about.
    var field: String?
    var earlier: String?
    var later: String?
    var text: String
    var party: Int64?
    /// Ids of files in the vault.
    var files: [String]
    /// The entry it is a copy of, after a split.
    var source: Int64?
    /// For mail: `signed` where a signature holds, `plain` where anybody could have written it.
    var trust: String?
}
