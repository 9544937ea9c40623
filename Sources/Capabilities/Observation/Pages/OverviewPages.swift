internal import Centre
internal import Synchronization
internal import Vocabulary

/// The front page of the desk. Its live part is made and rendered once for each language and picture, so that a request only puts it in.
struct OverviewPages: Sendable {
    let keeper: PictureKeeper
    private let kept = KeptParts()

    init(keeper: PictureKeeper) { self.keeper = keeper }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/", .permission(.observationRead)) { request in
            let part = try part(request)
            return Page(
                "observation/overview", OverviewPage(head: part.head, isWaiting: part.isWaiting, live: part.html),
                title: request.words["observation.overview.title"])
        }
        routes.get(.desk, "/live/overview", .permission(.observationRead)) { request in live(request) }
    }

    private func part(_ request: WebRequest) throws -> OverviewPart {
        let picture = keeper.picture
        return try kept.part(request.words.code, picture.version) {
            let view = OverviewMaker(picture: picture, words: request.words, zone: request.zone, now: request.now).view()
            return OverviewPart(
                head: view.head, isWaiting: view.isWaiting, html: try request.html(Page("observation/overview-live", view)))
        }
    }

    /// Sends the live part whenever the picture has changed; a browser opens a new stream where one ends.
    private func live(_ request: WebRequest) -> LiveStream {
        LiveStream { writer in
            var sent = keeper.picture.version
            for step in 1...600 {
                try await Task.sleep(for: .seconds(2))
                let version = keeper.picture.version
                if version != sent {
                    sent = version
                    try await writer.send(text: part(request).html)
                } else if step % 10 == 0 {
                    try await writer.beat()
                }
            }
        }
    }

    /// The newest part of each language. Whoever asks first after the picture changed makes the new one; who asks meanwhile gets the one before.
    private final class KeptParts: Sendable {
        private struct State {
            var kept: [String: (version: Int, part: OverviewPart)] = [:]
            var making: Set<String> = []
        }

        private let state = Mutex(State())

        func part(_ language: String, _ version: Int, _ make: () throws -> OverviewPart) throws -> OverviewPart {
            let found: OverviewPart? = state.withLock { state in
                if let kept = state.kept[language], kept.version == version || state.making.contains(language) { return kept.part }
                state.making.insert(language)
                return nil
            }
            if let found { return found }
            defer { state.withLock { _ = $0.making.remove(language) } }
            let part = try make()
            state.withLock { $0.kept[language] = (version, part) }
            return part
        }
    }
}

/// What the overview's template sees.
private struct OverviewPage: Sendable {
    let head: Parts.Head
    let isWaiting: Bool
    let live: String
}

/// The overview in a language, its live part rendered.
private struct OverviewPart: Sendable {
    let head: Parts.Head
    let isWaiting: Bool
    let html: String
}
