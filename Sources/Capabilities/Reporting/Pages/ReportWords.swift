internal import Centre
internal import Vocabulary

extension Words {
    /// A type as people call it.
    func incident(_ type: IncidentType) -> String { self["common.type.\(type.name)"] }

    /// A size of a file.
    func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1_000: "\(number(bytes)) B"
        case ..<1_000_000: "\(number(Double(bytes) / 1_000, digits: bytes < 10_000 ? 1 : 0)) kB"
        default: "\(number(Double(bytes) / 1_000_000, digits: bytes < 10_000_000 ? 1 : 0)) MB"
        }
    }

    /// The types a person can choose from, the proposed one first, the others by what they are called.
    func typeOptions(first: IncidentType?) -> [(value: String, label: String)] {
        let others = IncidentType.allCases.filter { $0.isReferenceType && $0 != .test && $0 != first }
            .map { (value: $0.name, label: incident($0)) }.sorted { $0.label.lowercased() < $1.label.lowercased() }
        return (first.map { [(value: $0.name, label: incident($0))] } ?? []) + others
    }

    /// How a report stands.
    func mark(_ state: Report.State) -> Parts.Tag {
        let kind: Parts.Tag.Kind? =
            switch state {
            case .new: .accent
            case .open: .warn
            case .inCase: .good
            case .closed: nil
            }
        return Parts.Tag(self["reporting.state.\(state.rawValue)"], kind)
    }

    /// What must not wait.
    func mark(_ path: CarePath) -> Parts.Tag { Parts.Tag(self["reporting.care.\(path.rawValue).title"], .bad, icon: "warning") }

    /// What a look at a file gave.
    func mark(_ scan: VaultScan) -> Parts.Tag? {
        switch scan {
        case .none: nil
        case .clean: Parts.Tag(self["reporting.scan.clean"], .good)
        case .matched(let rules, _):
            Parts.Tag(text("reporting.scan.matched", ["rules": rules.joined(separator: ", ")]), .bad, icon: "warning")
        case .failed(let reason, _): Parts.Tag(self["reporting.scan.failed"], .warn, title: reason)
        }
    }

    /// A conversation, the oldest first.
    /// - Parameter isInside: whether staff reads it: then notes are in it, and how each came
    func timeline(_ messages: [ReportMessage], zone: Zone, isInside: Bool) -> Parts.Timeline {
        Parts.Timeline(
            messages.filter { isInside || ($0.author != .note && $0.author != .system) }.map { message in
                let who = isInside || message.author != .centre ? message.name : ""
                var item = Parts.Timeline.Item(
                    self["reporting.author.\(isInside ? "inside" : "outside").\(message.author.rawValue)"],
                    icon: message.author == .note ? "edit" : message.author == .system ? "job" : "conversation",
                    time: mark(message.moment, zone: zone),
                    kind: message.author == .centre ? .good : nil)
                if !who.isEmpty { item.actor = who }
                item.quote = message.text
                if isInside, message.author == .reporter || message.author == .centre {
                    item.tags = [Parts.Tag(self["reporting.messageWay.\(message.way.rawValue)"])]
                }
                return item
            })
    }

    /// The files of a report.
    func table(_ files: [VaultFile], zone: Zone, download: ((VaultFile) -> String)?) -> Parts.Table {
        Parts.Table(
            id: "files", caption: self["reporting.files.title"],
            columns: [
                .init(self["reporting.files.name"]), .init(self["reporting.files.type"]),
                .init(self["reporting.files.size"], isNumber: true),
                .init(self["reporting.files.scan"]), .init("SHA-256"),
            ],
            rows: files.map { file in
                var tags: [Parts.Tag] = []
                if let mark = mark(file.scan) { tags.append(mark) }
                if file.type.danger == .program { tags.append(Parts.Tag(self["reporting.files.program"], .bad)) }
                if !file.type.also.isEmpty {
                    tags.append(Parts.Tag(text("reporting.files.also", ["types": file.type.also.joined(separator: ", ")]), .warn))
                }
                return Parts.Table.Row([
                    .init(file.name, href: download?(file), isHead: true, sub: self.dateTime(file.received, zone: zone)),
                    .init(file.type.label, sub: file.type.media), .init(size(file.size)), .init(tags: tags),
                    .init(String(file.sha256.prefix(16)) + "…", isMono: true),
                ])
            })
    }
}
