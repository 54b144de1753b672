import Foundation
import Logging

/// Writes each entry as one line, text on a terminal and JSON elsewhere; secrets do not pass (see ``LogLine``).
struct LineLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    let sink: LogSink
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let provided = metadataProvider?.get() ?? [:]
        let line = LogLine(
            time: Date(),
            level: event.level,
            label: label,
            message: "\(event.message)",
            metadata: metadata.merging(provided) { _, new in new }.merging(event.metadata ?? [:]) { _, new in new }
        )
        sink.write(format == .json ? line.json : line.text)
    }
}
