internal import Centre
internal import Events
internal import Foundation

/// The form of a collector: what it says, and what is wrong with it.
struct CollectorForm {
    let words: Words
    let zone: Zone
    /// Codes of all feeds.
    let feeds: Set<String>

    /// Reads a form into a collector.
    /// - Returns: the collector, or by field what is wrong
    func read(_ form: Form, into old: Collector, hasSecret: Bool) -> (collector: Collector?, errors: [String: String]) {
        var collector = old
        var errors: [String: String] = [:]
        collector.name = form["name"] ?? ""
        if collector.name.isEmpty { errors["name"] = words["common.form.required"] }
        if collector.name.count > 200 { errors["name"] = words["common.form.invalid"] }
        collector.feed = form["feed"]
        if let feed = collector.feed, !feeds.contains(feed) { errors["feed"] = words["observation.collector.noSuchFeed"] }
        collector.schedule = form["schedule"] ?? ""
        do {
            _ = try JobSchedule(collector.schedule, zone: zone.name).times()
        } catch {
            errors["schedule"] = "\(words["observation.collector.badSchedule"]) \(error)"
        }
        collector.isEnabled = form.has("enabled")
        collector.settings.place = form["place"] ?? ""
        collector.settings.credential = form["credential"].flatMap { .init(rawValue: $0) } ?? .none
        collector.settings.name = form["user"] ?? ""
        collector.settings.reports = form["reports"] ?? ""
        collector.settings.days = min(max(form.number("days") ?? 3, 1), 30)
        collector.settings.movesFiles = form.has("moves")
        if collector.kind == .mailbox {
            collector.settings.mailbox = form["mailbox"]
            collector.settings.senders = form["senders"]
            collector.settings.startsPlain = form["encryption"] == "starttls"
        }
        check(collector, &errors)
        if collector.needsSecret, !hasSecret, form.text("secret").isEmpty { errors["secret"] = words["common.form.required"] }
        let (new, before) = (collector.settings, old.settings)
        if new.place != before.place || new.reports != before.reports || new.mailbox != before.mailbox || new.name != before.name {
            collector.mark = [:]
        }
        return (errors.isEmpty ? collector : nil, errors)
    }

    private func check(_ collector: Collector, _ errors: inout [String: String]) {
        let settings = collector.settings
        switch collector.kind {
        case .folder:
            if !FolderCollector.isAllowed(settings.place) { errors["place"] = words["observation.collector.folderName"] }
        case .mailbox:
            if MailboxCollector.place(settings.place, startsPlain: settings.startsPlain == true) == nil {
                errors["place"] = words["observation.collector.mailServer"]
            }
            if !MailboxCollector.isName(settings.mailbox ?? "INBOX") { errors["mailbox"] = words["observation.collector.mailboxName"] }
            if settings.name.isEmpty { errors["user"] = words["common.form.required"] }
        case .https, .shadowserver:
            if collector.kind == .shadowserver, settings.place.isEmpty { break }
            do {
                _ = try WebFetch.checked(settings.place)
            } catch {
                errors["place"] = words["observation.collector.badAddress"]
            }
        }
        if collector.kind == .shadowserver || settings.credential == .basic || settings.credential == .header, settings.name.isEmpty {
            errors["user"] = words["common.form.required"]
        }
        if settings.credential == .header,
            !settings.name.utf8.allSatisfy({ $0 == 0x2D || ($0 | 32 >= 0x61 && $0 | 32 <= 0x7A) || (0x30...0x39).contains($0) })
        {
            errors["user"] = words["observation.collector.headerName"]
        }
    }

    /// The fields for a kind of collector. A secret is never shown: only whether there is one.
    func fields(_ collector: Collector, errors: [String: String], hasSecret: Bool) -> [Parts.Field] {
        var fields = [
            Parts.Field("name", words["observation.collector.name"], value: collector.name, error: errors["name"], isRequired: true)
        ]
        let kind = collector.kind.rawValue
        var place = Parts.Field(
            "place", words["observation.collector.place.\(kind)"],
            .line(collector.kind == .folder || collector.kind == .mailbox ? "text" : "url"),
            value: collector.settings.place, hint: words["observation.collector.placeHint.\(kind)"], error: errors["place"],
            isRequired: collector.kind != .shadowserver)
        place.isMono = true
        fields.append(place)
        switch collector.kind {
        case .folder:
            var moves = Parts.Field("moves", words["observation.collector.moves"], .box, value: "yes")
            moves.isChecked = collector.settings.movesFiles
            fields.append(moves)
        case .mailbox:
            fields.append(
                Parts.Field(
                    "encryption", words["observation.collector.encryption"],
                    options: ["tls", "starttls"].map { ($0, words["observation.collector.encryptions.\($0)"]) },
                    selected: [collector.settings.startsPlain == true ? "starttls" : "tls"]))
            fields.append(
                Parts.Field(
                    "user", words["observation.collector.mailUser"], value: collector.settings.name, error: errors["user"],
                    isRequired: true))
            fields.append(secret("mailPassword", errors, hasSecret))
            fields.append(
                Parts.Field(
                    "mailbox", words["observation.collector.mailbox"], value: collector.settings.mailbox ?? "INBOX",
                    error: errors["mailbox"]))
            fields.append(
                Parts.Field(
                    "senders", words["observation.collector.senders"], value: collector.settings.senders,
                    hint: words["observation.collector.sendersHint"]))
        case .https:
            fields.append(
                Parts.Field(
                    "credential", words["observation.collector.credential"],
                    options: Collector.Credential.allCases.map { ($0.rawValue, words["observation.collector.credentials.\($0.rawValue)"]) },
                    selected: [collector.settings.credential.rawValue]))
            fields.append(
                Parts.Field(
                    "user", words["observation.collector.user"], value: collector.settings.name,
                    hint: words["observation.collector.userHint"], error: errors["user"]))
            fields.append(secret("secret", errors, hasSecret))
        case .shadowserver:
            fields.append(
                Parts.Field(
                    "user", words["observation.collector.apiKey"], value: collector.settings.name, error: errors["user"], isRequired: true))
            fields.append(secret("hmac", errors, hasSecret))
            fields.append(
                Parts.Field(
                    "reports", words["observation.collector.reports"], value: collector.settings.reports,
                    hint: words["observation.collector.reportsHint"]))
            var days = Parts.Field(
                "days", words["observation.collector.days"], .line("number"), value: "\(collector.settings.days)",
                hint: words["observation.collector.daysHint"])
            days.min = "1"
            days.max = "30"
            fields.append(days)
        }
        fields.append(
            Parts.Field(
                "feed", words["observation.collector.feed"], value: collector.feed, hint: words["observation.collector.feedHint"],
                error: errors["feed"]))
        var schedule = Parts.Field(
            "schedule", words["observation.collector.schedule"], value: collector.schedule,
            hint: words["observation.collector.scheduleHint"], error: errors["schedule"], isRequired: true)
        schedule.isMono = true
        fields.append(schedule)
        var enabled = Parts.Field("enabled", words["observation.collector.enabled"], .box, value: "yes")
        enabled.isChecked = collector.isEnabled
        fields.append(enabled)
        return fields
    }

    private func secret(_ key: String, _ errors: [String: String], _ hasSecret: Bool) -> Parts.Field {
        var field = Parts.Field(
            "secret", words["observation.collector.\(key)"], .line("password"),
            hint: words[hasSecret ? "observation.collector.secretSet" : "observation.collector.secretUnset"], error: errors["secret"])
        field.autocomplete = "new-password"
        return field
    }
}
