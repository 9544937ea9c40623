/// What people call a browser, from what it says of itself. It is only shown: browsers say what they like.
enum BrowserName {
    /// In this order: later ones call themselves by earlier names, too.
    private static let browsers = [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"), ("curl/", "curl"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]

    static func of(_ agent: String) -> String {
        guard let browser = browsers.first(where: { agent.firstRange(of: $0.0) != nil })?.1 else { return agent }
        let system = systems.first { agent.firstRange(of: $0.0) != nil }?.1
        return system.map { "\(browser), \($0)" } ?? browser
    }
}
