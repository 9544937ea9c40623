internal import Mustache

/// What a template sees: the page's own values at the top, the frame's under `frame`.
struct Screen: MustacheParent {
    /// None for a part of a page.
    let frame: FrameView?
    let page: any Sendable

    func child(named name: String) -> Any? {
        if name == "frame" { return frame }
        if let parent = page as? any MustacheParent { return parent.child(named: name) }
        guard let value = Mirror(reflecting: page).children.first(where: { $0.label == name })?.value else { return nil }
        // A nil within `Any` would count as something.
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle == .optional ? mirror.children.first?.value : value
    }
}

/// What surrounds every page.
struct FrameView: Sendable {
    struct Link: Sendable {
        let label: String
        let href: String
        let icon: String
        let current: Bool
        /// It begins another kind of work than the one before.
        let isApart: Bool
    }
    struct Choice: Sendable {
        let code: String
        let label: String
        let href: String
        let current: Bool
    }
    struct Person: Sendable {
        let name: String
        let role: String
    }
    struct CentreName: Sendable {
        let name: String
        let short: String
    }
    struct Message: Sendable {
        let kind: String
        let text: String
    }

    let lang: String
    let dir = "ltr"
    let title: String
    let nonce: String
    let csrf: String
    let face: String
    let navigation: [Link]
    let languages: [Choice]
    let person: Person?
    let centre: CentreName
    let flash: Message?
    let requestID: String
    let version: String
    let path: String
    /// Addresses of the assets with their digests, so that browsers keep them for ever.
    let assets: [String: String]
    let exercise: Bool
    /// `light` or `dark` where the person chose; else the system decides.
    let theme: String?
}
