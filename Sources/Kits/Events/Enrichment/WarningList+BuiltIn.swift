internal import Vocabulary

extension WarningList {
    /// The lists that come with the program: facts of the address registries' and the operators' own publications.
    public static let builtIn: [WarningList] = [
        list(
            "rfc1918", "private networks (RFC 1918) and unique local addresses (RFC 4193): they name no host on the Internet",
            "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7"),
        list(
            "documentation", "networks and domains for documentation (RFC 5737, RFC 3849, RFC 9637, RFC 2606)",
            "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
            domains: "example invalid test localhost example.com example.net example.org"),
        list("benchmark", "networks for benchmarks (RFC 2544, RFC 5180)", "198.18.0.0/15 2001:2::/48"),
        list(
            "special-purpose",
            "loopback, link-local, shared (RFC 6598), multicast and reserved addresses of the special-purpose registries (RFC 6890)",
            """
            0.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.88.99.0/24 224.0.0.0/4 240.0.0.0/4 \
            ::/128 ::1/128 64:ff9b:1::/48 100::/64 2001:10::/28 fe80::/10 fec0::/10 ff00::/8
            """),
        WarningList(
            name: "documentation-asn",
            explanation: "AS numbers for documentation (RFC 5398), for private use (RFC 6996) and reserved (RFC 7300, RFC 7607, RFC 4893)",
            asns: [0...0, 23456...23456, 64496...65551, 4_200_000_000...4_294_967_295]),
        list(
            "public-resolvers", "public DNS resolvers: half the world talks to them, and they are no malware's home",
            """
            1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 8.8.8.8 8.8.4.4 9.9.9.9 9.9.9.10 9.9.9.11 149.112.112.112 149.112.112.10 \
            149.112.112.11 208.67.222.222 208.67.220.220 208.67.222.123 208.67.220.123 4.2.2.1 4.2.2.2 4.2.2.3 4.2.2.4 4.2.2.5 4.2.2.6 \
            64.6.64.6 64.6.65.6 77.88.8.8 77.88.8.1 77.88.8.88 77.88.8.2 77.88.8.7 77.88.8.3 94.140.14.14 94.140.15.15 94.140.14.15 \
            94.140.15.16 185.228.168.9 185.228.169.9 185.228.168.168 185.228.169.168 76.76.2.0 76.76.10.0 76.76.19.19 76.223.122.150 \
            84.200.69.80 84.200.70.40 8.26.56.26 8.20.247.20 195.46.39.39 195.46.39.40 193.110.81.0 185.253.5.0 194.242.2.2 \
            114.114.114.114 114.114.115.115 223.5.5.5 223.6.6.6 119.29.29.29 180.76.76.76 156.154.70.1 156.154.71.1 74.82.42.42 \
            2606:4700:4700::1111 2606:4700:4700::1001 2606:4700:4700::1112 2606:4700:4700::1002 2606:4700:4700::1113 2606:4700:4700::1003 \
            2001:4860:4860::8888 2001:4860:4860::8844 2620:fe::fe 2620:fe::9 2620:fe::10 2620:fe::11 2620:fe::fe:10 2620:fe::fe:11 \
            2620:119:35::35 2620:119:53::53 2a02:6b8::feed:0ff 2a02:6b8:0:1::feed:0ff 2a10:50c0::ad1:ff 2a10:50c0::ad2:ff \
            2a0d:2a00:1::2 2a0d:2a00:2::2 2001:470:20::2 2400:3200::1 2400:3200:baba::1
            """,
            domains: "one.one.one.one dns.google dns.google.com dns.quad9.net resolver1.opendns.com resolver2.opendns.com dns.adguard.com"),
        list(
            "cdn", "content delivery networks: the address serves millions of sites and says nothing of the one that is meant",
            """
            173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18 190.93.240.0/20 188.114.96.0/20 \
            197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13 104.24.0.0/14 172.64.0.0/13 131.0.72.0/22 2400:cb00::/32 \
            2606:4700::/32 2803:f800::/32 2405:b500::/32 2405:8100::/32 2a06:98c0::/29 2c0f:f248::/32 \
            23.235.32.0/20 43.249.72.0/22 103.244.50.0/24 103.245.222.0/23 103.245.224.0/24 104.156.80.0/20 140.248.64.0/18 \
            140.248.128.0/17 146.75.0.0/17 151.101.0.0/16 157.52.64.0/18 167.82.0.0/17 167.82.128.0/20 167.82.160.0/20 \
            167.82.224.0/20 172.111.64.0/18 185.31.16.0/22 199.27.72.0/21 199.232.0.0/16 2a04:4e40::/32 2a04:4e42::/32
            """,
            domains: """
                cloudflare.com cloudflare.net fastly.net fastlylb.net akamai.net akamaiedge.net akamaitechnologies.com edgekey.net \
                edgesuite.net cloudfront.net azureedge.net azurefd.net
                """),
    ]

    private static func list(_ name: String, _ explanation: String, _ networks: String, domains: String = "") -> WarningList {
        WarningList(
            name: name, explanation: explanation, networks: networks.split(separator: " ").compactMap { IPPrefix($0) },
            domains: domains.split(separator: " ").map(String.init))
    }
}
