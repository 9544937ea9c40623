/// What an owner does, in the register's word and in the words of the feeds.
enum Sector: String, CaseIterable {
    case telecommunications, hosting, government, municipality, banking, insurance, health, education
    case energy, water, transport, media, retail, industry, technology

    /// North American Industry Classification System code, as Shadowserver adds it.
    var naics: Int {
        switch self {
        case .telecommunications: 517_311
        case .hosting: 518_210
        case .government: 921_110
        case .municipality: 921_120
        case .banking: 522_110
        case .insurance: 524_113
        case .health: 622_110
        case .education: 611_310
        case .energy: 221_122
        case .water: 221_310
        case .transport: 488_119
        case .media: 516_120
        case .retail: 455_110
        case .industry: 325_199
        case .technology: 541_512
        }
    }

    /// The sector's name as Shadowserver writes it.
    var reportName: StaticString {
        switch self {
        case .telecommunications, .hosting: "Communications, Service Provider, and Hosting Service"
        case .government, .municipality: "Government"
        case .banking, .insurance: "Finance"
        case .health: "Health Care"
        case .education: "Education"
        case .energy, .water: "Utilities"
        case .transport: "Transportation and Warehousing"
        case .media: "Information"
        case .retail: "Retail Trade"
        case .industry: "Manufacturing"
        case .technology: "Information Technology"
        }
    }
}
