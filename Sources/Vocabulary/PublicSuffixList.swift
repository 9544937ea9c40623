internal import CPSL

/// The Public Suffix List, the newer of the system's file and the one inside libpsl.
///
/// Unchecked: the list is loaded once and only read after that, and libpsl's look-ups keep no state in it.
final class PublicSuffixList: @unchecked Sendable {
    private let list: OpaquePointer?

    /// The list of this machine, immutable once loaded.
    static let system = PublicSuffixList()

    private init() {
        list = psl_latest(nil) ?? psl_builtin()
    }

    deinit {
        // libpsl leaves its built-in list alone here.
        psl_free(list)
    }

    /// The length in bytes of the public suffix, or of the suffix with one more label, at the end of a lower-case ASCII name.
    func suffixLength(of name: String, registrable: Bool) -> Int? {
        name.withCString { start in
            guard let suffix = registrable ? psl_registrable_domain(list, start) : psl_unregistrable_domain(list, start) else {
                return nil
            }
            return name.utf8.count - (suffix - start)
        }
    }
}
