internal import Hummingbird
internal import Logging
public import Vocabulary

/// What surrounds every page of every face: texts, templates, style, navigation, and the rules of forms and sessions.
public struct WebFrame: Sendable {
    /// What the centre is called, in every language by code and in short.
    public struct Naming: Sendable, Hashable {
        /// The full name by language code.
        public let full: [String: String]
        /// The short name.
        public let short: String

        /// With its values.
        public init(full: [String: String], short: String) {
            self.full = full
            self.short = short
        }

        /// The full name in a language, else in English, else in any.
        public func full(in code: String) -> String { full[code] ?? full["en"] ?? full.values.sorted().first ?? short }
    }

    /// All texts.
    public let catalogue: Catalogue
    /// The zone in which times are shown.
    public let zone: Zone
    /// The time.
    public let clock: @Sendable () -> Instant
    let templates: Templates
    let assets: Assets
    let naming: Naming
    let navigation: [NavigationEntry]
    let doorkeeper: any Doorkeeper
    let ticket: FormTicket
    let version: String
    /// Addresses of proxies whose `X-Forwarded-*` headers are believed.
    let proxies: Set<String>
    let isExercise: Bool
    /// Where files of forms lie while they are worked on.
    let uploads: String
    /// Where files of people from outside are sealed as they arrive.
    let vault: Vault
    let kept = KeptPages()

    /// The language a person reads: what they chose, what their account says, what their browser asks for.
    func words(cookie: String?, account: String?, accepts: String?) -> Words {
        if let cookie, catalogue.has(cookie) { return catalogue[cookie] }
        if let account, catalogue.has(account) { return catalogue[account] }
        return accepts.map(catalogue.negotiated) ?? catalogue.languages[0]
    }

    /// A page as HTML.
    /// - Throws: ``WebProblem`` where the template does not exist.
    func html(_ page: Page, _ visit: Visit) throws -> String {
        try html(page, words: visit.words, frame: view(page, visit))
    }

    /// A part of a page as HTML, the same for everyone who reads the language.
    /// - Throws: ``WebProblem`` where the template does not exist.
    func html(_ page: Page, words: Words, frame: FrameView? = nil) throws -> String {
        guard let html = templates.render(page.template, language: words.code, Screen(frame: frame, page: page.model))
        else { throw WebProblem(.internalServerError, "centre.problem.no-template", ["template": page.template]) }
        return html
    }

    private func view(_ page: Page, _ visit: Visit) -> FrameView {
        let words = visit.words
        let name = naming.full(in: words.code)
        let here = visit.path
        let links = navigation.filter { $0.face == visit.face && $0.access.admits(visit.principal) }
        let current = links.filter { here == $0.path || here.hasPrefix($0.path == "/" ? "//" : $0.path + "/") }
            .max { $0.path.count < $1.path.count }
        return FrameView(
            lang: words.code, title: page.title.map { "\($0) \u{2013} \(naming.short)" } ?? name, nonce: visit.nonce,
            csrf: visit.session.map(ticket.value) ?? "", face: visit.face.rawValue,
            navigation: links.enumerated().map { place, link in
                FrameView.Link(
                    label: words[link.key], href: link.path, icon: link.icon, current: link == current,
                    isApart: place > 0 && links[place - 1].kind != link.kind)
            },
            languages: catalogue.languages.map {
                FrameView.Choice(
                    code: $0.code, label: $0.label, href: "/language/\($0.code)?next=\(Form.encoded(here + visit.query))",
                    current: $0.code == words.code)
            },
            person: visit.principal.map { person in
                let roles = person.roles.sorted { $0.rawValue < $1.rawValue }.map { words["common.role.\($0.rawValue)"] }
                return FrameView.Person(name: person.name, role: roles.joined(separator: ", "))
            },
            centre: FrameView.CentreName(name: name, short: naming.short),
            flash: visit.flash.map { FrameView.Message(kind: $0.kind.rawValue, text: $0.text) }, requestID: visit.requestID,
            version: version, path: here, assets: assets.addresses, exercise: isExercise, theme: visit.theme)
    }
}

/// What a page needs to know of the person who looks at it.
struct Visit: Sendable {
    let face: Face
    let words: Words
    let principal: Principal?
    let session: String?
    let nonce: String
    let requestID: String
    let path: String
    let query: String
    let flash: Flash?
    var theme: String?
}
