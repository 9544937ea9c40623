internal import GRDB
public import Vocabulary

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What an import would do to the register, to be looked at before it is done.
public struct RegisterPlan: Sendable {
    /// What happens to owners of which the files say nothing.
    public enum Mode: Sendable, Hashable {
        /// They stay.
        case merge
        /// They are removed: the files are the whole register.
        case replace
    }

    /// An owner that changes.
    public struct Change: Sendable, Hashable {
        /// The owner as it will be.
        public let owner: Owner
        /// What differs, field by field.
        public let changes: [OwnerChange]
    }

    /// Owners that are new.
    public internal(set) var added: [Owner] = []
    /// Owners that change.
    public internal(set) var changed: [Change] = []
    /// Owners that go.
    public internal(set) var removed: [Owner] = []
    /// Slugs of owners that stay as they are.
    public internal(set) var unchanged: [String] = []
    /// The new profile, nil where it stays as it is.
    public internal(set) var profile: RegisterProfile?
    /// The same thing with two owners, in the register as it would be.
    public internal(set) var conflicts: [RegisterConflict] = []
    /// What must be solved in the files first; a plan with problems is not carried out.
    public internal(set) var problems: [String] = []
    /// The register's revision the plan was made for.
    let revision: Int64
    /// The file it came from, for the history.
    var origin = ""

    /// Whether there is nothing to do.
    public var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty && profile == nil }
}

/// One network, domain or system with several owners.
public struct RegisterConflict: Sendable, Hashable, CustomStringConvertible {
    /// The network, domain or system.
    public let subject: String
    /// Its owners, the one who answers first.
    public let owners: [String]
    /// Whether the first one's priority decided, and not its age.
    public let isDecidedByPriority: Bool

    /// For people.
    public var description: String {
        "\(subject) belongs to \(owners.joined(separator: ", ")); \(owners.first ?? "") answers, "
            + (isDecidedByPriority ? "by its priority." : "being the oldest; give one of them a priority if that is wrong.")
    }
}

extension Register {
    /// Compares what files say with the register.
    public func plan(for files: RegisterImport, mode: RegisterPlan.Mode = .merge) throws(RegisterError) -> RegisterPlan {
        let (existing, profile, revision) = try read { database in
            (try RegisterTables.owners(database), try RegisterTables.profile(database), try RegisterTables.revision(database))
        }
        var plan = RegisterPlan(revision: revision)
        plan.origin = files.origin.split(separator: "/").last.map(String.init) ?? ""
        let known = Dictionary(uniqueKeysWithValues: existing.map { ($0.id, $0) })
        var future = existing
        var places = Dictionary(uniqueKeysWithValues: existing.enumerated().map { ($1.id, $0) })
        for owner in files.owners {
            guard let old = known[owner.id], let place = places[owner.id] else {
                plan.added.append(owner)
                places[owner.id] = future.count
                future.append(owner)
                continue
            }
            let new = old.taking(files.fields(of: owner.id), from: owner)
            let changes = old.changes(to: new)
            if changes.isEmpty {
                plan.unchanged.append(owner.id)
            } else {
                plan.changed.append(RegisterPlan.Change(owner: new, changes: changes))
                future[place] = new
            }
        }
        let named = Set(files.owners.map(\.id))
        for owner in existing where !named.contains(owner.id) {
            if mode == .replace {
                plan.removed.append(owner)
            } else {
                plan.unchanged.append(owner.id)
            }
        }
        if mode == .replace { future.removeAll { !named.contains($0.id) } }
        if let new = files.profile, new != profile { plan.profile = new }
        plan.problems = Self.parentProblems(future)
        plan.conflicts = Self.conflicts(future)
        return plan
    }

    /// Carries a plan out, wholly or not at all, and notes in the history what it changed.
    ///
    /// - Parameters:
    ///   - author: who does it; the file where nobody is named
    ///   - moment: when; now unless given
    /// - Throws: ``RegisterError/unsound(_:)`` where the plan has problems, ``RegisterError/changedMeanwhile`` where it is out of date.
    public func apply(_ plan: RegisterPlan, by author: RegisterAuthor? = nil, at moment: Instant? = nil) throws(RegisterError) {
        if !plan.problems.isEmpty { throw .unsound(plan.problems) }
        if plan.isEmpty { return }
        let author = author ?? RegisterAuthor(file: plan.origin)
        let moment = moment ?? .now
        do {
            try database.write { database in
                guard try RegisterTables.revision(database) == plan.revision else { throw RegisterError.changedMeanwhile }
                let revision = try RegisterTables.advanceRevision(database)
                let entries = RegisterHistory.Writer(author: author, moment: moment, database: database)
                for owner in plan.removed {
                    try RegisterTables.delete(owner.id, database)
                    try entries.removed(owner)
                }
                for owner in plan.added {
                    try RegisterTables.write(owner, revision: revision, database)
                    try entries.added(owner)
                }
                for change in plan.changed {
                    try RegisterTables.write(change.owner, revision: revision, database)
                    try entries.changed(change.owner.id, change.changes)
                }
                if let profile = plan.profile { try RegisterTables.write(profile, database) }
            }
        } catch let error as RegisterError {
            throw error
        } catch {
            throw .unusable(path: path, reason: Self.reason(error))
        }
    }

    private static func parentProblems(_ owners: [Owner]) -> [String] {
        let parents = Dictionary(uniqueKeysWithValues: owners.map { ($0.id, $0.parent) })
        var problems: [String] = []
        for owner in owners {
            guard let parent = owner.parent else { continue }
            if parents[parent] == nil {
                problems.append("The owner `\(owner.id)` has the parent `\(parent)`, which does not exist.")
                continue
            }
            var seen: Set<String> = [owner.id]
            var next: String? = parent
            while let current = next, seen.insert(current).inserted { next = parents[current] ?? nil }
            if next == owner.id { problems.append("The owner `\(owner.id)` is, by way of its parents, above itself.") }
        }
        return problems
    }

    /// What in a register has several owners.
    static func conflicts(_ owners: [Owner]) -> [RegisterConflict] {
        func conflicts<Key: Hashable & Comparable>(_ keys: (Owner) -> [Key], _ text: (Key) -> String) -> [RegisterConflict] {
            var holders: [Key: [Owner]] = [:]
            for owner in owners {
                for key in keys(owner) { holders[key, default: []].append(owner) }
            }
            return holders.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map { key, owners in
                // Stable: of equal priority the older stays in front.
                let ranked = owners.enumerated().sorted { one, other in
                    one.element.priority != other.element.priority
                        ? one.element.priority > other.element.priority : one.offset < other.offset
                }.map(\.element)
                return RegisterConflict(
                    subject: text(key), owners: ranked.map(\.id), isDecidedByPriority: ranked[0].priority > ranked[1].priority)
            }
        }
        return conflicts(\.networks, \.description) + conflicts(\.domains, \.description) + conflicts(\.asns, \.description)
    }
}

extension Instant {
    /// The machine's time.
    static var now: Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }
}
