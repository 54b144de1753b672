import Synchronization

/// Counters, gauges and histograms, printed in Prometheus' text format 0.0.4.
///
/// A family is made once with its label names; a sample is found by its label values. Labels must have bounded variety.
package final class MetricsRegistry: Sendable {
    /// What a family is in Prometheus' terms.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// One named metric with its samples.
    package final class Family: Sendable {
        let name: String
        let help: String
        let kind: Kind
        let labels: [String]
        let buckets: [Double]
        private let samples = Mutex<[[String]: Sample]>([:])

        struct Sample {
            var value = 0.0
            var count = 0
            var bucketCounts: [Int]
        }

        init(name: String, help: String, kind: Kind, labels: [String], buckets: [Double]) {
            (self.name, self.help, self.kind, self.labels, self.buckets) = (name, help, kind, labels, buckets)
        }

        /// Adds to a counter or gauge.
        package func add(_ amount: Double = 1, _ labelValues: [String] = []) {
            change(labelValues) { $0.value += amount }
        }

        /// Sets a gauge.
        package func set(_ value: Double, _ labelValues: [String] = []) {
            change(labelValues) { $0.value = value }
        }

        /// Records one observation of a histogram.
        package func observe(_ value: Double, _ labelValues: [String] = []) {
            let bucket = buckets.firstIndex { value <= $0 }
            change(labelValues) { sample in
                sample.value += value
                sample.count += 1
                if let bucket { sample.bucketCounts[bucket] += 1 }
            }
        }

        /// The value of a counter or gauge, or a histogram's sum.
        package func value(_ labelValues: [String] = []) -> Double {
            samples.withLock { $0[labelValues]?.value ?? 0 }
        }

        private func change(_ labelValues: [String], _ body: (inout Sample) -> Void) {
            samples.withLock { samples in
                body(&samples[labelValues, default: Sample(bucketCounts: [Int](repeating: 0, count: buckets.count))])
            }
        }

        func write(into text: inout String) {
            let samples = samples.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
            for (values, sample) in samples {
                guard kind == .histogram else {
                    text += "\(name)\(labelText(values)) \(number(sample.value))\n"
                    continue
                }
                var cumulated = 0
                for (limit, count) in zip(buckets, sample.bucketCounts) {
                    cumulated += count
                    text += "\(name)_bucket\(labelText(values, le: number(limit))) \(cumulated)\n"
                }
                text += "\(name)_bucket\(labelText(values, le: "+Inf")) \(sample.count)\n"
                text += "\(name)_sum\(labelText(values)) \(number(sample.value))\n"
                text += "\(name)_count\(labelText(values)) \(sample.count)\n"
            }
        }

        private func labelText(_ values: [String], le: String? = nil) -> String {
            var pairs = zip(labels, values).map { "\($0)=\"\(escaped($1))\"" }
            if let le { pairs.append("le=\"\(le)\"") }
            return pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
        }

        private func escaped(_ text: String) -> String {
            var result = ""
            for character in text.unicodeScalars {
                switch character {
                case "\\": result += "\\\\"
                case "\"": result += "\\\""
                case "\n": result += "\\n"
                default: result.unicodeScalars.append(character)
                }
            }
            return result
        }

        private func number(_ value: Double) -> String {
            value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
        }
    }

    /// The bucket limits, in seconds, of the Go client's default histogram.
    package static let secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
    /// Bucket limits for sizes in bytes.
    package static let bytesBuckets = [
        100.0, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    ]

    private let families = Mutex<[Family]>([])
    private let collectors = Mutex<[@Sendable () -> Void]>([])

    /// An empty registry.
    package init() {}

    /// Makes a family, or returns the one of that name.
    package func family(
        _ kind: Kind,
        _ name: String,
        help: String,
        labels: [String] = [],
        buckets: [Double] = secondsBuckets
    ) -> Family {
        families.withLock { families in
            if let known = families.first(where: { $0.name == name }) { return known }
            let family = Family(
                name: name,
                help: help,
                kind: kind,
                labels: labels,
                buckets: kind == .histogram ? buckets : []
            )
            families.append(family)
            return family
        }
    }

    /// Runs `body` before each print, for values that are read rather than counted.
    package func collect(_ body: @escaping @Sendable () -> Void) {
        collectors.withLock { $0.append(body) }
    }

    /// Everything, in Prometheus' text format.
    package func prometheusText() -> String {
        for collector in collectors.withLock({ $0 }) { collector() }
        var text = ""
        for family in families.withLock({ $0 }) { family.write(into: &text) }
        return text
    }
}
