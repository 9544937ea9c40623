internal import Vocabulary

/// Address, port and texts of a record, as ``AttributeRows/writeRest(of:to:)`` wrote them.
struct RecordAttributes {
    private(set) var ip: IPAddress?
    private(set) var port: UInt16?
    private(set) var fqdn: String?
    private(set) var url: String?
    private(set) var account: String?
    /// Whether the bytes ended before all that their flags announce was there.
    let isShort: Bool

    init(_ bytes: UnsafeRawBufferPointer) {
        var cursor = ByteCursor(bytes)
        let flags = cursor.byte()
        if flags & RunFormat.Flag.ipv4 != 0 { ip = IPAddress(ipv4: cursor.fixed()) }
        if flags & RunFormat.Flag.ipv6 != 0 {
            let high: UInt64 = cursor.fixed()
            ip = IPAddress(high: high, low: cursor.fixed())
        }
        if flags & RunFormat.Flag.port != 0 { port = cursor.fixed() }
        if flags & RunFormat.Flag.fqdn != 0 { fqdn = cursor.text() }
        if flags & RunFormat.Flag.url != 0 { url = cursor.text() }
        if flags & RunFormat.Flag.account != 0 { account = cursor.text() }
        isShort = cursor.isShort
    }
}
