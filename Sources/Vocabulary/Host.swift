/// What stands where a host is named: a domain name or an address.
public enum Host: Hashable, Sendable {
    /// A host by name.
    case domain(DomainName)
    /// A host by address.
    case address(IPAddress)

    /// The name, if the host is given by one.
    public var domain: DomainName? {
        if case .domain(let name) = self { name } else { nil }
    }

    /// The address, if the host is given by one.
    public var address: IPAddress? {
        if case .address(let address) = self { address } else { nil }
    }
}

extension Host: ASCIIParsable {
    /// Reads an address without brackets or a domain name.
    public init?(ascii: UnsafeRawBufferPointer) {
        if let address = IPAddress(ascii: ascii) {
            self = .address(address)
        } else if let name = DomainName(ascii: ascii) {
            self = .domain(name)
        } else {
            return nil
        }
    }

    /// The name's ASCII form or the address's canonical form, without brackets.
    public var description: String {
        switch self {
        case .domain(let name): name.description
        case .address(let address): address.description
        }
    }
}
