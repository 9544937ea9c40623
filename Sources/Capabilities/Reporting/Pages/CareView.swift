internal import Centre

/// Advice that comes before any question, and the numbers to call, as far as the centre knows them.
struct CareView: Sendable {
    struct Call: Sendable {
        let name: String
        let phone: String
        let href: String
    }

    let id: String
    let title: String
    let lead: String
    let icon: String
    let steps: [String]
    let calls: [Call]

    init(_ path: CarePath, _ settings: ReportingSettings, _ words: Words) {
        id = path.rawValue
        title = words["reporting.care.\(path.rawValue).title"]
        lead = words["reporting.care.\(path.rawValue).lead"]
        icon = path.icon
        steps = (1...CarePath.steps).map { words["reporting.care.\(path.rawValue).step\($0)"] }
        calls = settings.numbers(for: path).map {
            Call(name: $0.name(in: words.code), phone: $0.phone, href: "tel:" + $0.phone.filter { $0.isNumber || $0 == "+" })
        }
    }
}
