extension DraftSource {
    /// The draft of a document of this format.
    ///
    /// - Throws: ``JSONError``, ``XMLError`` or ``ConversionError`` where it is none.
    public func convert(
        _ bytes: [UInt8], version: CSAFVersion = .v2_0, publisher: (category: String, name: String, namespace: String),
        now: Timestamp = .now
    ) throws -> ConvertedDraft {
        switch self {
        case .cve: try CVEConverter(version: version, publisher: publisher).convert(JSONTree(bytes), now: now)
        case .osv: try OSVConverter(version: version, publisher: publisher).convert(JSONTree(bytes), now: now)
        case .cvrf: try CVRFConverter(version: version, publisher: publisher).convert(bytes, now: now)
        }
    }
}
