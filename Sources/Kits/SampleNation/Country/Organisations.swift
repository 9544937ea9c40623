/// A kind of organisation and how many of it the country has.
struct OrganisationSeed {
    let english: String
    let azerbaijani: String
    let sector: Sector
    /// Label below `zone`.
    let label: String
    var zone = "example"
    var parent: String?
    var isCritical = false
    var daysToFix = 12
    /// Prefix length of its network.
    var length = 26
    var hasOwnASN = false
    var place = 0

    /// Every organisation that is not an operator, in a fixed order.
    static func all() -> [OrganisationSeed] {
        government() + towns() + branded() + utilities()
    }

    private static func government() -> [OrganisationSeed] {
        var seeds = [
            OrganisationSeed(
                english: "Odlar State Network", azerbaijani: "Odlar Dövlət Şəbəkəsi", sector: .government, label: "gov", isCritical: true,
                daysToFix: 3, length: 24, hasOwnASN: true)
        ]
        let agencies: [(String, String)] = [
            ("Tax Service", "Vergi Xidməti"), ("Customs Committee", "Gömrük Komitəsi"), ("Statistics Committee", "Statistika Komitəsi"),
            ("Land Register", "Torpaq Reyestri"), ("Central Election Commission", "Mərkəzi Seçki Komissiyası"), ("Parliament", "Məclis"),
            ("Supreme Court", "Ali Məhkəmə"), ("Social Fund", "Sosial Fond"), ("Migration Service", "Miqrasiya Xidməti"),
            ("Standards Institute", "Standartlar İnstitutu"), ("Food Safety Agency", "Qida Təhlükəsizliyi Agentliyi"),
            ("Seismic Survey", "Seysmoloji Xidmət"), ("Citizens' Portal", "Vətəndaş Portalı"), ("National Archive", "Milli Arxiv"),
        ]
        for (english, azerbaijani) in agencies {
            seeds.append(
                OrganisationSeed(
                    english: english, azerbaijani: azerbaijani, sector: .government, label: slug(azerbaijani), zone: "gov.example",
                    parent: "odlar-state-network", isCritical: seeds.count % 4 == 0, daysToFix: 4 + seeds.count % 9, length: 27))
        }
        let ministries: [(String, String)] = [
            ("Finance", "Maliyyə"), ("Health", "Səhiyyə"), ("Education", "Təhsil"), ("Energy", "Energetika"), ("Justice", "Ədliyyə"),
            ("Interior", "Daxili İşlər"), ("Foreign Affairs", "Xarici İşlər"), ("Agriculture", "Kənd Təsərrüfatı"),
            ("Culture", "Mədəniyyət"),
            ("Economy", "İqtisadiyyat"), ("Transport", "Nəqliyyat"), ("Labour", "Əmək"), ("Environment", "Ətraf Mühit"),
            ("Youth", "Gənclər"),
            ("Digital Development", "Rəqəmsal İnkişaf"), ("Defence Industry", "Müdafiə Sənayesi"), ("Emergencies", "Fövqəladə Hallar"),
            ("Regions", "Bölgələr"),
        ]
        for (english, azerbaijani) in ministries {
            seeds.append(
                OrganisationSeed(
                    english: "Ministry of \(english)", azerbaijani: "\(azerbaijani) Nazirliyi", sector: .government,
                    label: slug(azerbaijani),
                    zone: "gov.example", parent: "odlar-state-network", daysToFix: 5 + seeds.count % 7, length: 25))
        }
        return seeds
    }

    /// What every town has: a municipality, a hospital, a clinic, a university or college, a school network, a water company.
    private static func towns() -> [OrganisationSeed] {
        var seeds: [OrganisationSeed] = []
        for (index, place) in Place.all.enumerated() {
            let (town, plain) = (place.town, latin(place.town))
            let code = slug(town)
            func add(
                _ english: String, _ azerbaijani: String, _ sector: Sector, _ label: String, zone: String = "example",
                parent: String? = nil,
                isCritical: Bool = false, daysToFix: Int, length: Int, hasOwnASN: Bool = false
            ) {
                seeds.append(
                    OrganisationSeed(
                        english: "\(plain) \(english)", azerbaijani: "\(town) \(azerbaijani)", sector: sector, label: label, zone: zone,
                        parent: parent, isCritical: isCritical, daysToFix: daysToFix, length: length, hasOwnASN: hasOwnASN, place: index))
            }
            add(
                "Municipality", "Bələdiyyəsi", .municipality, code, zone: "gov.example", parent: "ministry-of-regions",
                daysToFix: 20 + index, length: 27)
            add(
                "City Hospital", "Şəhər Xəstəxanası", .health, "\(code)-xestexana", parent: "ministry-of-health", isCritical: index < 8,
                daysToFix: 25 + index % 12, length: 26)
            add(
                "Children's Clinic", "Uşaq Klinikası", .health, "\(code)-usaq-klinikasi", parent: "ministry-of-health", daysToFix: 30,
                length: 28)
            add(
                index < 12 ? "State University" : "College", index < 12 ? "Dövlət Universiteti" : "Kolleci", .education, code,
                zone: "edu.example",
                parent: "ministry-of-education", daysToFix: 15 + index % 10, length: index < 12 ? 21 : 25, hasOwnASN: index < 4)
            add(
                "School Network", "Məktəblər Şəbəkəsi", .education, "\(code)-mektebler", zone: "edu.example",
                parent: "ministry-of-education",
                daysToFix: 40, length: 24)
            add("Water", "Su Kanal", .water, "\(code)-su", isCritical: index < 6, daysToFix: 28, length: 28)
            add(
                "Power Distribution", "Elektrik Şəbəkəsi", .energy, "\(code)-elektrik", parent: "odlar-energy", isCritical: index < 10,
                daysToFix: 22, length: 27)
        }
        return seeds
    }

    /// Companies with invented brands: banks, insurers, media, shops, plants, software houses.
    private static func branded() -> [OrganisationSeed] {
        let words = [
            "Xəzinə", "Dayaq", "Sərvət", "Etibar", "Bərəkət", "Qızıl Açar", "Aydınlıq", "Zəfəran", "Tərəzi", "Sədəf", "Nərgiz", "Şimşək",
            "Qartal", "Kəhrəba", "Lalə", "Mirvari", "Novruzgülü", "Çiçək", "Pərvanə", "Tumar", "Ulduzlu", "Yelkən", "Zümrüd", "Ləpə",
            "Hörümçək",
            "Göy Qurşağı", "Bənövşə", "Əqiq", "Firuzə", "İncir", "Küknar", "Ordubat",
        ]
        let kinds: [(english: String, azerbaijani: String, sector: Sector, suffix: String, count: Int, daysToFix: Int, length: Int)] = [
            ("Bank", "Bank ASC", .banking, "bank", 22, 4, 26), ("Insurance", "Sığorta ASC", .insurance, "sigorta", 12, 9, 28),
            ("Media", "Media MMC", .media, "media", 20, 14, 27), ("Market", "Market MMC", .retail, "market", 30, 18, 27),
            ("Chemicals", "Kimya Zavodu", .industry, "kimya", 18, 33, 26),
            ("Textiles", "Toxuculuq Fabriki", .industry, "toxuculuq", 18, 38, 28),
            ("Software", "Proqram Təminatı MMC", .technology, "soft", 28, 7, 27),
            ("Logistics", "Logistika MMC", .transport, "logistika", 20, 16, 27),
        ]
        var seeds: [OrganisationSeed] = []
        for (kindIndex, kind) in kinds.enumerated() {
            for index in 0..<kind.count {
                let word = words[(index + kindIndex * 5) % words.count]
                seeds.append(
                    OrganisationSeed(
                        english: "\(latin(word)) \(kind.english)", azerbaijani: "\(word) \(kind.azerbaijani)", sector: kind.sector,
                        label: "\(slug(word))-\(kind.suffix)", isCritical: kind.sector == .banking && index < 5,
                        daysToFix: kind.daysToFix + index % 6, length: kind.length, hasOwnASN: kind.sector == .banking && index < 3,
                        place: index < 8 ? 0 : index % Place.all.count))
            }
        }
        return seeds
    }

    /// The few national networks that everything hangs on.
    private static func utilities() -> [OrganisationSeed] {
        let names: [(String, String, Sector, String, Int)] = [
            ("Odlar Energy", "Odlar Enerji ASC", .energy, "enerji", 24), ("Odlar Gas Transmission", "Odlar Qaz Nəqli", .energy, "qaz", 25),
            ("Odlar Oil Terminal", "Odlar Neft Terminalı", .energy, "neft", 25),
            ("Odlar Railways", "Odlar Dəmir Yolları", .transport, "demiryol", 23),
            ("Odsheher Metro", "Odşəhər Metropoliteni", .transport, "metro", 26),
            ("Odsheher Airport", "Odşəhər Hava Limanı", .transport, "hava-limani", 25),
            ("Qizilsu Sea Port", "Qızılsu Dəniz Limanı", .transport, "deniz-limani", 26),
            ("Odlar Air", "Odlar Hava Yolları", .transport, "hava-yollari", 26),
            ("Odlar Post", "Odlar Poçt", .transport, "poct", 25),
            ("Central Bank of Odlar", "Odlar Mərkəzi Bankı", .banking, "merkezi-bank", 25),
            ("Odlar Card Centre", "Odlar Kart Mərkəzi", .banking, "kart", 26),
            ("Odlar Public Television", "Odlar İctimai Televiziyası", .media, "itv", 25),
            ("Odlar Academy of Sciences", "Odlar Elmlər Akademiyası", .education, "elm", 22),
            ("Blood Bank", "Qan Bankı", .health, "qan-banki", 28),
            ("Emergency Call Centre", "Təcili Yardım Mərkəzi", .health, "tecili", 27),
            ("Hydropower Cascade", "Su Elektrik Kaskadı", .energy, "kaskad", 27),
        ]
        return names.map { english, azerbaijani, sector, label, length in
            OrganisationSeed(
                english: english, azerbaijani: azerbaijani, sector: sector, label: label, isCritical: true, daysToFix: 6, length: length,
                hasOwnASN: length <= 24)
        }
    }
}
