/// How a feed writes its times.
public enum TimestampFormat: Hashable, Sendable {
    /// Told apart by shape, UTC where no zone is given:
    /// `2024-01-31 02:03:04[.ffffff]` and every ISO 8601 / RFC 3339 spelling of it, basic form and date alone included;
    /// RFC 5322 and HTTP dates; `Jan 31 02:03:04 2024 GMT`, asctime and `date`; `31/Jan/2024:02:03:04 +0000`;
    /// `01/31/2024 02:03:04` (month first); `31.01.2024 02:03:04` (day first); Unix time in seconds (10 digits, fraction
    /// allowed), milliseconds (13) or microseconds (16).
    case automatic
    /// Year first, as ISO 8601 and RFC 3339 have it; never digits that could be Unix time.
    case iso8601
    /// Seconds since 1970, with fraction and sign allowed.
    case epochSeconds
    /// Milliseconds since 1970, with fraction and sign allowed.
    case epochMilliseconds
    /// Ticks of 100 ns since 1601 (Windows `FILETIME`).
    case windowsNT
    /// A pattern of `strptime` directives: `%Y %m %d %H %M %S %f %b %B %h %y %z %Z %p %I %j %T %D %F %R %e %a %A %s %n %t %%`.
    case strftime(String)
}

extension TimestampFormat: CustomStringConvertible {
    /// The format a feed definition names: one of the names below, or a pattern with `%`.
    public init?(name: some StringProtocol) {
        switch name.lowercased() {
        case "automatic", "auto": self = .automatic
        case "iso8601": self = .iso8601
        case "epoch-seconds": self = .epochSeconds
        case "epoch-milliseconds": self = .epochMilliseconds
        case "windows-nt": self = .windowsNT
        default:
            guard name.utf8.contains(0x25) else { return nil }
            let format = TimestampFormat.strftime(String(name))
            guard format.unsupportedDirective == nil else { return nil }
            self = format
        }
    }

    /// The name in a feed definition.
    public var description: String {
        switch self {
        case .automatic: "automatic"
        case .iso8601: "iso8601"
        case .epochSeconds: "epoch-seconds"
        case .epochMilliseconds: "epoch-milliseconds"
        case .windowsNT: "windows-nt"
        case .strftime(let pattern): pattern
        }
    }

    /// The first directive of a pattern that is not understood, for an error message; `nil` if all are.
    public var unsupportedDirective: String? {
        guard case .strftime(let pattern) = self else { return nil }
        var characters = pattern[...]
        while let percent = characters.firstIndex(of: "%") {
            characters = characters[characters.index(after: percent)...]
            guard let directive = characters.popFirst() else { return "%" }
            if !"YmdHMSfbBhyzZpIjTDFReaAsnt%".contains(directive) { return "%\(directive)" }
        }
        return nil
    }

    /// Microseconds since 1970 of a trimmed text.
    func read(_ text: UnsafeRawBufferPointer) -> Int64? {
        var reader = TimestampReader(text)
        switch self {
        case .automatic: return reader.automatic()
        case .iso8601: return reader.yearFirst()
        case .epochSeconds: return reader.epoch(microsecondsPerUnit: 1_000_000)
        case .epochMilliseconds: return reader.epoch(microsecondsPerUnit: 1_000)
        case .windowsNT:
            guard let ticks = text.decimal(maximumDigits: 18) else { return nil }
            return Int64(ticks / 10) - 11_644_473_600_000_000
        case .strftime(var pattern):
            return pattern.withUTF8 { reader.pattern(UnsafeRawBufferPointer($0)) }
        }
    }
}
