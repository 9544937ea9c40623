import Metrics
import Testing

@testable import Centre

@Suite("Metrics for Prometheus")
struct PrometheusTests {
    @Test("every name begins with the program's, once, and what stands in a label stays in it")
    func text() {
        let prometheus = Prometheus()
        prometheus.makeCounter(label: "http_requests_total", dimensions: [("face", "de\"sk\n")]).increment(by: 3)
        prometheus.makeCounter(label: "keshik_dispatches_total", dimensions: []).increment(by: 1)
        prometheus.makeTimer(label: "took_seconds", dimensions: []).recordNanoseconds(20_000_000)
        let lines = prometheus.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("# TYPE keshik_http_requests_total counter"))
        #expect(lines.contains(#"keshik_http_requests_total{face="de\"sk\n"} 3"#))
        #expect(lines.contains("keshik_dispatches_total 1"))
        #expect(lines.contains(#"keshik_took_seconds_bucket{le="0.01"} 0"#))
        #expect(lines.contains(#"keshik_took_seconds_bucket{le="0.025"} 1"#))
        #expect(lines.contains("keshik_took_seconds_count 1"))
    }
}
