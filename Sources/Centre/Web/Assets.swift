internal import Crypto

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Style sheet, script and pictures, read once. Their addresses carry their digest, so that browsers keep them for a year.
struct Assets: Sendable {
    struct Asset: Sendable {
        let bytes: [UInt8]
        let packed: [UInt8]?
        let type: String
        let digest: String
    }

    private let all: [String: Asset]
    /// Address by name, with dots and dashes of the name as underscores: `frame.assets.keshik_css`.
    let addresses: [String: String]

    init(folders: [ResourceFolder]) {
        var all: [String: Asset] = [:]
        for folder in folders {
            let root = folder.path + "/Assets/"
            for path in folder.files(in: "Assets", ending: "") {
                guard let data = FileManager.default.contents(atPath: path) else { continue }
                let bytes = [UInt8](data)
                let digest = Token.base64URL(Array(SHA256.hash(data: bytes)).prefix(9))
                let type = MediaTypes.type(of: path)
                let packed = MediaTypes.isText(type) ? Gzip.packed(bytes, level: 9) : nil
                all[String(path.dropFirst(root.count))] = Asset(bytes: bytes, packed: packed, type: type, digest: digest)
            }
        }
        self.all = all
        var addresses: [String: String] = [:]
        for (name, asset) in all {
            let key = String(name.map { $0 == "." || $0 == "-" || $0 == "/" ? "_" : $0 })
            addresses[key] = "/assets/\(name)?v=\(asset.digest)"
        }
        self.addresses = addresses
    }

    subscript(_ name: String) -> Asset? { all[name] }
}

/// Media types by the ends of file names.
enum MediaTypes {
    static func type(of path: String) -> String {
        switch path.split(separator: ".").last.map(String.init) {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "json": "application/json"
        case "webmanifest": "application/manifest+json"
        case "txt": "text/plain; charset=utf-8"
        default: "application/octet-stream"
        }
    }

    static func isText(_ type: String) -> Bool {
        type.hasPrefix("text/") || type.contains("json") || type.contains("xml") || type.contains("javascript")
    }
}
