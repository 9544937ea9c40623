internal import Centre
internal import GRDB
internal import Vocabulary

extension Cases {
    struct FileWish: Codable, Sendable {
        let id: Int64
        let files: [String]
    }

    /// Reads what text files of reports and letters name, as if it had been typed. Whoever gave them is a party, so that nothing of it leaves
    /// until somebody looked.
    var reading: JobKind {
        JobKind(name: "cases.files") { [office] context in
            let wish = try context.payload(FileWish.self)
            var count = 0
            for file in wish.files { count += try await office.read(file: file, of: wish.id, isIndicator: false, by: "keshik") }
            return .done("\(count) observables noted")
        }
    }

    /// Looks every minute which deadlines have passed: an alarm in the case, and some time later word to who has duty, who watches the case
    /// from then on.
    var alarms: JobKind {
        JobKind(name: "cases.alarms", schedule: JobSchedule("* * * * *")) { [office] context in
            let now = office.house.clock()
            let count = try await office.write { database in
                let passed = try CaseStore.passed(at: now, limit: 500, database)
                for deadline in passed { try Self.raise(deadline, at: now, database) }
                return passed.count
            }
            return .done("\(count) deadlines looked at")
        }
    }

    private static func raise(_ deadline: Deadline, at now: Instant, _ database: Database) throws {
        if deadline.alarm == 0 { try CaseStore.raise(deadline, to: 1, text: deadline.label, at: now, database) }
        let found = try CaseStore.present(deadline.caseID, database)
        let patience = Deadlines.patience(found.severity, isUrgent: found.urgency != nil)
        guard deadline.due + patience <= now else { return }
        let onDuty = try DutyStore.onDuty(at: now, database)
        // With nobody on the roster it is said again as soon as there is somebody.
        guard !onDuty.isEmpty else { return }
        let people = Dictionary(try CaseStore.people(database)) { first, _ in first }
        let names = onDuty.map { people[$0.person] ?? $0.person }.joined(separator: ", ")
        try CaseStore.raise(deadline, to: 2, text: names, at: now, database)
        for shift in onDuty {
            try CaseStore.watch(found.id, person: shift.person, isOn: true, by: "keshik", at: now, database)
        }
    }
}

extension CaseOffice {
    /// Notes what a text file names; gives how much of it is new. Other files are not looked into.
    func read(file id: String, of found: Int64, isIndicator: Bool, by person: String) async throws -> Int {
        guard let file = try await house.vault.file(id), file.type.media.hasPrefix("text/") || file.type.media == "message/rfc822" else {
            return 0
        }
        var bytes: [UInt8] = []
        for try await piece in try await house.vault.content(of: id) {
            bytes += piece
            if bytes.count > ObservableReader.limit { break }
        }
        let (text, now) = (String(decoding: bytes, as: UTF8.self), house.clock())
        return try await write { database in
            try CaseStore.note(observablesIn: text, of: found, entry: nil, isIndicator: isIndicator, by: person, at: now, database)
        }
    }
}
