import BerthHTTP
import Testing

@Suite struct `A metrics registry` {
    @Test func `prints counters with escaped labels`() {
        let registry = MetricsRegistry()
        let family = registry.family(.counter, "requests_total", help: "Requests.", labels: ["code"])
        family.add(1, ["20\"0"])
        family.add(2, ["20\"0"])
        #expect(
            registry.prometheusText()
                == "# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total{code=\"20\\\"0\"} 3\n"
        )
    }

    @Test func `prints histograms with cumulated buckets`() {
        let registry = MetricsRegistry()
        let family = registry.family(.histogram, "seconds", help: "Time.", buckets: [1, 2])
        for value in [0.5, 1.5, 9] { family.observe(value) }
        let text = registry.prometheusText()
        #expect(
            text.contains("seconds_bucket{le=\"1\"} 1\nseconds_bucket{le=\"2\"} 2\nseconds_bucket{le=\"+Inf\"} 3\n")
        )
        #expect(text.contains("seconds_sum 11\nseconds_count 3\n"))
    }
}
