internal import Centre
internal import Foundation
internal import GRDB
internal import Vocabulary

/// The centre's own clock: by when it must have answered. It warns before the time is up and says when it is over, once each, by mail to the address that was
/// named for it, and all the time on the page of health.
struct AnswerClock: Sendable {
    let office: ReportingOffice

    private static let warning = Duration.seconds(4 * 3_600)

    var job: JobKind {
        JobKind(name: "reporting.clock", schedule: JobSchedule("*/5 * * * *")) { _ in
            let count = try await alarm()
            return .done("\(count) alarms")
        }
    }

    var check: HealthCheck {
        HealthCheck("reporting") { [office] in
            do {
                let now = office.house.clock()
                let waiting = try await office.house.records.read { try DutyStore.unanswered(limit: 500, $0) }
                let over = waiting.count { ($0.answerDue ?? now) < now }
                if over == 0 { return .well("\(waiting.count) incidents wait for an answer, all in time") }
                return .warning("\(over) incidents wait for the centre's answer past their time", remedy: "answer them on the desk, /duty")
            } catch {
                return .broken("\(error)", remedy: "look at the records: `keshik db check`")
            }
        }
    }

    /// Gives the alarms that are due.
    /// - Returns: how many
    func alarm() async throws -> Int {
        let now = office.house.clock()
        let waiting = try await office.house.records.read { try DutyStore.unanswered(limit: 500, $0) }
        var count = 0
        for incident in waiting {
            guard let due = incident.answerDue else { continue }
            let level: String
            if now > due { level = "over" } else if due - now <= Self.warning { level = "soon" } else { break }
            let isNew = try await office.house.records.write { database in
                guard try DutyStore.alarm(incident.id, level: level, at: now, database) else { return false }
                try mail(incident, level, due, database)
                return true
            }
            if isNew { count += 1 }
        }
        return count
    }

    private func mail(_ incident: DutyIncident, _ level: String, _ due: Instant, _ database: Database) throws {
        guard let address = office.settings.alarmAddress, office.house.outward.channel("mail") != nil,
            let id = DispatchID("reporting.clock.\(incident.id).\(level)")
        else { return }
        let words = office.catalogue.languages[0]
        let number = incident.label(office.short)
        let text = words.text(
            "reporting.clock.text",
            ["number": number, "time": words.dateTime(due, zone: office.house.zone), "organisation": incident.ownerName])
        let dispatch = try Dispatch(
            id: id, act: .inform, tlp: .amber, audience: .recipients, channel: "mail", recipient: "\(address)",
            subject: words.text("reporting.clock.\(level)", ["number": number]), content: Array(text.utf8), mediaType: "text/plain",
            capability: ReporterLetters.capability, reference: incident.subject, author: "rule:answer-clock")
        try office.house.outward.plan(dispatch, in: database)
    }
}
