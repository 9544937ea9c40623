internal import Vocabulary

/// Finds observables in what people write, plain or defanged.
enum ObservableReader {
    /// Texts longer than this are read to here.
    static let limit = 400_000

    /// All that a text names, each once, in the order they come.
    static func observables(in text: String) -> [Observable] {
        var found: [Observable] = []
        var known: Set<Observable> = []
        for word in text.prefix(limit).split(whereSeparator: isSeparator) where word.utf8.count >= 4 && word.utf8.count <= 2_048 {
            for observable in read(trimmed(word)) where known.insert(observable).inserted { found.append(observable) }
            if found.count >= 500 { break }
        }
        return found
    }

    /// What one word is; a URL is also its host.
    static func read(_ word: Substring) -> [Observable] {
        guard word.utf8.count >= 4 else { return [] }
        if let cve = CVEID(word) { return [Observable(kind: .cve, value: "\(cve)")] }
        if let hash = MalwareHash(word) {
            return Observable.Kind(rawValue: hash.algorithm.rawValue).map { [Observable(kind: $0, value: hash.hexadecimal)] } ?? []
        }
        let url = Defanging.refangedURL(word)
        if url.contains("://") { return self.url(url) }
        let plain = Defanging.refanged(word)
        if let address = IPAddress(plain) { return [Observable(kind: .ip, value: "\(address)")] }
        if plain.contains("/"), let network = IPPrefix(plain) { return [Observable(kind: .network, value: "\(network)")] }
        if plain.contains("@"), let email = EmailAddress(plain), email.domain.map(isName) ?? true {
            return [Observable(kind: .email, value: "\(email)")]
        }
        if let (address, _) = withPort(plain), let ip = IPAddress(address) { return [Observable(kind: .ip, value: "\(ip)")] }
        if plain.lowercased().hasPrefix("as"), plain.utf8.count <= 12, let number = UInt32(plain.dropFirst(2)), number > 9 {
            return [Observable(kind: .asn, value: "AS\(number)")]
        }
        let host = plain.split(separator: "/", maxSplits: 1).first.map(String.init) ?? plain
        let name = withPort(host)?.host ?? host
        if let domain = DomainName(name), isName(domain), !isFile(domain, wasDefanged: plain != word) {
            return [Observable(kind: .domain, value: domain.ascii)]
        }
        return []
    }

    private static func url(_ text: String) -> [Observable] {
        guard let url = URLText(text), ["http", "https", "ftp", "ftps", "sftp", "ws", "wss", "tcp", "udp", "ssh"].contains(url.scheme),
            let host = url.host
        else { return [] }
        let whole = Observable(kind: .url, value: url.text)
        switch host {
        case .address(let address): return [whole, Observable(kind: .ip, value: "\(address)")]
        case .domain(let name): return isName(name) ? [whole, Observable(kind: .domain, value: name.ascii)] : [whole]
        }
    }

    private static func withPort(_ text: String) -> (host: String, port: UInt16)? {
        guard let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon, let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        return (String(text[..<colon]), port)
    }

    /// Whether a name has a top-level domain that exists or is reserved for examples, and something before it.
    private static func isName(_ name: DomainName) -> Bool {
        guard name.labels.count >= 2, let top = name.labels.last, top.utf8.count >= 2, top.utf8.contains(where: { $0 > 0x40 }) else {
            return false
        }
        if ["example", "test", "invalid", "onion", "local", "localhost"].contains(String(top)) { return true }
        // The list answers for a top-level domain it does not know with the domain itself: one of a single label that is no country's.
        return top.utf8.count == 2 || top.hasPrefix("xn--") || generic.contains(String(top))
    }

    /// `report.py` is a file rather than a name under Paraguay's domain, unless somebody defanged it.
    private static func isFile(_ name: DomainName, wasDefanged: Bool) -> Bool {
        guard !wasDefanged, name.labels.count == 2, let top = name.labels.last else { return false }
        return ["py", "sh", "pl", "rs", "md", "so", "ps", "zip", "mov", "js", "cs", "vb", "gz", "cc", "am", "bz", "tc", "la"].contains(
            String(top))
    }

    private static let generic: Set<String> = [
        "com", "net", "org", "info", "biz", "name", "pro", "edu", "gov", "mil", "int", "arpa", "mobi", "travel", "museum", "aero", "coop",
        "jobs", "cat", "asia", "tel", "xxx", "post", "app", "dev", "page", "cloud", "online", "site", "store", "shop", "top", "xyz", "club",
        "live", "life", "icu", "vip", "work", "space", "website", "tech", "fun", "host", "press", "digital", "agency", "email", "support",
        "help", "services", "solutions", "systems", "network", "security", "bank", "insurance", "money", "finance", "loan", "credit", "bid",
        "win", "date", "stream", "download", "click", "link", "party", "review", "trade", "webcam", "science", "men", "gdn", "racing",
        "accountant", "faith", "cricket", "ninja", "world", "today", "news", "media", "zone", "center", "company", "group", "team",
        "global",
        "blog", "wiki", "design", "art", "games", "game", "bet", "casino", "poker", "run", "rest", "bar", "cafe", "one", "best", "sbs",
        "cfd",
        "cyou", "buzz", "monster", "quest", "mom", "lol", "pics", "hair", "skin", "beauty", "makeup", "autos", "boats", "homes",
        "motorcycles",
        "yachts", "lat", "bond", "ink", "wang", "ren", "kim", "red", "blue", "pink", "black", "green", "gold", "house", "land", "city",
        "istanbul", "moscow", "tatar", "google", "microsoft", "apple", "amazon", "aws", "azure", "chat", "video", "social", "dating",
        "software", "codes", "tools", "domains", "expert", "guru", "academy", "school", "university", "college", "health", "care", "clinic",
        "dental", "pharmacy", "doctor", "hospital", "law", "legal", "lawyer", "tax", "energy", "solar", "gas", "travel", "flights", "hotel",
        "taxi", "cars", "auto", "bike", "parts", "repair", "cleaning", "plus", "express", "delivery", "direct", "market", "supply", "sale",
        "deals", "cheap", "discount", "gift", "gifts", "cards", "cash", "fund", "capital", "ventures", "holdings", "partners", "consulting",
        "management", "marketing", "photo", "photos", "gallery", "studio", "film", "movie", "music", "radio", "fm", "tv", "watch", "show",
    ]

    private static func isSeparator(_ character: Character) -> Bool {
        character.isWhitespace || "<>\"“”«»„'`|,;".contains(character)
    }

    /// Without the marks that a sentence puts around a word; brackets that defang something stay.
    private static func trimmed(_ word: Substring) -> Substring {
        var rest = word
        while let first = rest.first, "([{*_".contains(first), !rest.hasPrefix("[.]"), !rest.hasPrefix("[:]") { rest.removeFirst() }
        while let last = rest.last {
            if ".:!?*_-".contains(last) {
                rest.removeLast()
            } else if let open = [")": "(", "]": "[", "}": "{"][last].map(Character.init),
                rest.filter({ $0 == last }).count > rest.filter({ $0 == open }).count
            {
                rest.removeLast()
            } else {
                break
            }
        }
        return rest
    }
}
