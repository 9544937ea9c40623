internal import Centre
internal import Synchronization
internal import Vocabulary

/// The front page of the desk. A view is made once for each language and picture, so that a request only renders it.
struct OverviewPages: Sendable {
    let keeper: PictureKeeper
    private let kept = KeptViews()

    init(keeper: PictureKeeper) { self.keeper = keeper }

    func routes(_ routes: inout Routes) {
        routes.get(.desk, "/", .permission(.observationRead)) { request in
            Page("observation/overview", view(request), title: request.words["observation.overview.title"])
        }
        routes.get(.desk, "/live/overview", .permission(.observationRead)) { request in live(request) }
    }

    private func view(_ request: WebRequest) -> OverviewView {
        let picture = keeper.picture
        return kept.view(request.words.code, picture.version) {
            OverviewMaker(picture: picture, words: request.words, zone: request.zone, now: request.now).view()
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
                    try await writer.send(Page("observation/overview-live", view(request)))
                } else if step % 10 == 0 {
                    try await writer.beat()
                }
            }
        }
    }

    /// Views by language, for one version of the picture.
    private final class KeptViews: Sendable {
        private let views = Mutex<(version: Int, byLanguage: [String: OverviewView])>((-1, [:]))

        func view(_ language: String, _ version: Int, _ make: () -> OverviewView) -> OverviewView {
            if let kept = views.withLock({ $0.version == version ? $0.byLanguage[language] : nil }) { return kept }
            let view = make()
            views.withLock { views in
                if views.version != version { views = (version, [:]) }
                views.byLanguage[language] = view
            }
            return view
        }
    }
}
