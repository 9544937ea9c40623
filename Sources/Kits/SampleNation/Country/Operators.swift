/// A network operator of the country before it gets its addresses.
struct OperatorSeed {
    let azerbaijani: String
    let english: String
    /// Live addresses per 10,000 of all operators.
    let share: Int
    /// Prefix length of its block in 10.0.0.0/8.
    let length: Int
    let daysToFix: Int
    var sector = Sector.telecommunications
    var parent: String?
    var isCritical = false

    /// The operators, largest first: three hold two thirds of the live addresses.
    static let all: [OperatorSeed] = [
        OperatorSeed(azerbaijani: "Odlar Telekom MMC", english: "Odlar Telekom", share: 3400, length: 11, daysToFix: 21, isCritical: true),
        OperatorSeed(azerbaijani: "Səma Mobil QSC", english: "Sema Mobile", share: 1900, length: 12, daysToFix: 14, isCritical: true),
        OperatorSeed(
            azerbaijani: "Körpülü Şəbəkə MMC", english: "Korpulu Networks", share: 1300, length: 12, daysToFix: 10, isCritical: true),
        OperatorSeed(azerbaijani: "Dalğa Genişzolaq MMC", english: "Dalga Broadband", share: 800, length: 13, daysToFix: 30),
        OperatorSeed(
            azerbaijani: "Qaranlıq Qala Hostinq", english: "Qaranliq Qala Hosting", share: 420, length: 13, daysToFix: 120, sector: .hosting
        ),
        OperatorSeed(azerbaijani: "İşıqlı Fiber MMC", english: "Ishiqli Fiber", share: 560, length: 14, daysToFix: 7),
        OperatorSeed(azerbaijani: "Çinarlı Onlayn MMC", english: "Chinarli Online", share: 380, length: 14, daysToFix: 18),
        OperatorSeed(azerbaijani: "Üfüq İnternet MMC", english: "Ufuq Internet", share: 300, length: 14, daysToFix: 12),
        OperatorSeed(azerbaijani: "Yurdum Kabel TV", english: "Yurdum Cable TV", share: 220, length: 15, daysToFix: 45),
        OperatorSeed(
            azerbaijani: "Ocaqlı Data Mərkəzi", english: "Ocaqli Data Centre", share: 150, length: 15, daysToFix: 4, sector: .hosting,
            isCritical: true),
        OperatorSeed(
            azerbaijani: "Buludlu Hesablama MMC", english: "Buludlu Cloud", share: 110, length: 15, daysToFix: 3, sector: .hosting),
        OperatorSeed(azerbaijani: "Dağlıq Simsiz Rabitə", english: "Dagliq Wireless", share: 90, length: 15, daysToFix: 25),
        OperatorSeed(azerbaijani: "Şəbəkəçi İSP", english: "Shebekechi ISP", share: 70, length: 16, daysToFix: 16),
        OperatorSeed(azerbaijani: "Limanlı Peyk Rabitəsi", english: "Limanli Satellite", share: 55, length: 16, daysToFix: 20),
        OperatorSeed(azerbaijani: "Zirvəli Link MMC", english: "Zirveli Link", share: 50, length: 16, daysToFix: 9),
        OperatorSeed(azerbaijani: "Meydançı Wi-Fi", english: "Meydanchi Wi-Fi", share: 40, length: 16, daysToFix: 35),
        OperatorSeed(azerbaijani: "Köhnə Məhəllə Net", english: "Kohne Mehelle Net", share: 35, length: 16, daysToFix: 60),
        OperatorSeed(azerbaijani: "Bağlar Regional Şəbəkə", english: "Baglar Regional Network", share: 30, length: 16, daysToFix: 28),
        OperatorSeed(
            azerbaijani: "Odlar Telekom Biznes", english: "Odlar Telekom Business", share: 30, length: 16, daysToFix: 8,
            parent: "odlar-telekom"),
        OperatorSeed(
            azerbaijani: "Səma Ev İnterneti", english: "Sema Home", share: 25, length: 16, daysToFix: 14, parent: "sema-mobile"),
        OperatorSeed(azerbaijani: "Səhralı Tranzit", english: "Sehrali Transit", share: 15, length: 16, daysToFix: 6),
        OperatorSeed(
            azerbaijani: "Düyünlü Mübadilə Nöqtəsi", english: "Duyunlu Internet Exchange", share: 8, length: 16, daysToFix: 2,
            isCritical: true),
        OperatorSeed(azerbaijani: "Kəndli Rabitə Kooperativi", english: "Kendli Rural Cooperative", share: 7, length: 16, daysToFix: 50),
        OperatorSeed(azerbaijani: "Ələmdar Hostinq", english: "Elemdar Hosting", share: 5, length: 16, daysToFix: 11, sector: .hosting),
    ]

    /// Index of the operator that lets spam and control servers stay.
    static let careless = 4
}
