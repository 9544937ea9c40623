import Testing
import Vocabulary

@Suite("Autonomous systems")
struct ASNTests {
    @Test(
        "asplain and asdot are read with or without prefix",
        arguments: [
            ("AS64496", 64_496), ("as64511", 64_511), ("64500", 64_500), ("1.10", 65_546), ("AS1.10", 65_546), ("0.64496", 64_496),
            ("4294967295", 4_294_967_295), ("65535.65535", 4_294_967_295), ("1.0", 65_536),
        ] as [(String, UInt32)])
    func accepted(text: String, number: UInt32) {
        #expect(ASN(text)?.number == number)
    }

    @Test(
        "what is no assigned number is refused",
        arguments: [
            "", "AS", "0", "AS0", "0.0", "4294967296", "65536.1", "1.65536", "1.", ".1", "1.2.3", "-1",
            "AS 64496", "064496", "1.010", "ASN64496",
        ])
    func refused(text: String) {
        #expect(ASN(text) == nil)
    }

    @Test("a number reads back from each of its texts")
    func roundTrip() {
        var random = SeededGenerator(seed: 8)
        for round in 0..<2_000 {
            let asn = ASN(UInt32.random(in: 1...(round % 2 == 0 ? 70_000 : .max), using: &random))
            #expect(ASN(asn.description) == asn)
            #expect(ASN(asn.asdot) == asn)
        }
        #expect(ASN(65_546).asdot == "1.10")
        #expect(ASN(64_496).description == "AS64496")
    }
}
