/// The lists that license identifiers come from: SPDX's and ScanCode LicenseDB's.
public enum LicenseRegister {
    /// What a list says of an identifier.
    public enum Standing: Sendable {
        /// It is listed.
        case listed
        /// It is listed and should not be used any more.
        case deprecated
        /// It is not listed, though it belongs to the list by its form.
        case unlisted
        /// It belongs to a list of somebody else's.
        case foreign
    }

    /// What ScanCode LicenseDB's identifiers start with.
    public static let scanCodePrefix = "LicenseRef-scancode-"

    private static let licenseDigests = RegisterTable.numbers(licenses)
    private static let deprecatedLicenseDigests = RegisterTable.numbers(deprecatedLicenses)
    private static let exceptionDigests = RegisterTable.numbers(exceptions)
    private static let deprecatedExceptionDigests = RegisterTable.numbers(deprecatedExceptions)
    private static let scanCodeDigests = RegisterTable.numbers(scanCode)
    private static let deprecatedScanCodeDigests = RegisterTable.numbers(deprecatedScanCode)

    /// What the lists say of a license's identifier. `any-OSI` and the like are SPDX's words for a choice.
    public static func standing(license: String) -> Standing {
        if let own = scanCode(license) { return own }
        if license.hasPrefix("LicenseRef-") { return .foreign }
        if ["any-OSI", "any-OSI-perl-modules", "NONE", "NOASSERTION"].contains(license) { return .listed }
        return standing(license, listed: licenseDigests, deprecated: deprecatedLicenseDigests)
    }

    /// What the lists say of an exception's identifier.
    public static func standing(exception: String) -> Standing {
        if exception.hasPrefix("AdditionRef-scancode-") {
            return scanCode(scanCodePrefix + exception.dropFirst("AdditionRef-scancode-".count)) ?? .unlisted
        }
        if exception.hasPrefix("AdditionRef-") { return .foreign }
        return standing(exception, listed: exceptionDigests, deprecated: deprecatedExceptionDigests)
    }

    private static func scanCode(_ identifier: String) -> Standing? {
        guard identifier.hasPrefix(scanCodePrefix) else { return nil }
        return standing(
            String(identifier.dropFirst(scanCodePrefix.count)), listed: scanCodeDigests, deprecated: deprecatedScanCodeDigests)
    }

    private static func standing(_ identifier: String, listed: [UInt32], deprecated: [UInt32]) -> Standing {
        let digest = RegisterTable.digest(identifier.lowercased())
        if RegisterTable.contains(deprecated, digest) { return .deprecated }
        return RegisterTable.contains(listed, digest) ? .listed : .unlisted
    }
}
