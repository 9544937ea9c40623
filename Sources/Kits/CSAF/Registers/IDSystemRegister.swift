/// The registry of vulnerability ID systems for CSAF (RVISC, kept by OASIS), as of February 2026.
public enum IDSystemRegister {
    /// A registered system.
    public struct System: Sendable {
        /// What `system_name` must say.
        public let name: String
        /// True for texts that are identifiers of this system.
        public let accepts: @Sendable (String) -> Bool
        /// Such a text.
        public let example: String
    }

    /// The systems.
    public static let systems: [System] = [
        System(
            name: "https://github.com/oasis-tcs/csaf",
            accepts: { text in
                let digits = text.utf8.dropFirst()
                return text.hasPrefix("#") && digits.first.map { 0x31...0x39 ~= $0 } == true && digits.allSatisfy { 0x30...0x39 ~= $0 }
            }, example: "#1217"),
        System(
            name: "https://euvd.enisa.europa.eu",
            accepts: { text in
                let parts = text.split(separator: "-", omittingEmptySubsequences: false)
                guard parts.count == 3, parts[0] == "EUVD", parts[1].utf8.count == 4, parts[2].utf8.count >= 4 else { return false }
                return parts[1].utf8.first != 0x30 && (parts[1].utf8 + parts[2].utf8).allSatisfy { 0x30...0x39 ~= $0 }
            }, example: "EUVD-2026-4660"),
    ]
}

extension Substring.UTF8View {
    fileprivate static func + (left: Substring.UTF8View, right: Substring.UTF8View) -> [UInt8] { Array(left) + Array(right) }
}
