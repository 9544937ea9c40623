/// The phishing campaign that imitates one of the country's banks.
enum Campaign {
    /// The imitated bank.
    static let bank: StaticString = "Xəzinə Bank ASC"

    /// A made-up site of the campaign.
    static func host(number: UInt64, into bytes: inout Bytes) {
        let words: [StaticString] = ["giris", "tesdiq", "kart", "online", "mobil", "hesab", "bonus", "sms"]
        bytes.text("xezine-bank-")
        bytes.text(words[Int(number & 7)])
        if number > 7 { bytes.number(Int(number >> 3)) }
        bytes.text(".example")
    }

    static func url(number: UInt64, into bytes: inout Bytes) {
        let paths: [StaticString] = ["/", "/giris.html", "/az/login", "/tesdiq.php?m=1"]
        bytes.text(number & 8 == 0 ? "https://" : "http://")
        host(number: number, into: &bytes)
        bytes.text(paths[Int(number >> 2 & 3)])
    }
}
