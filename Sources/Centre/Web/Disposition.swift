/// The header that makes a browser save an answer (RFC 6266, RFC 8187).
enum Disposition {
    static func attachment(_ name: String) -> String {
        let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0)) ? $0 : "_" })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Form.encoded(name))"
    }
}
