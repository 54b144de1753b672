import Foundation

extension BerthFixture {
    /// Everything, as `berth up` starts it.
    package struct Whole: Sendable {
        /// The registry, with the administrator's credentials.
        package let registry: RegistryServer
        /// The supervisor.
        package let process: ChildProcess
        /// What the ready line said.
        package let ready: ReadyLine
    }

    /// Starts `berth up` on a data folder.
    package func whole(data: String, options: [String] = []) async throws -> Whole {
        let (process, _) = try await startBerth(
            ["up", "--data", data, "--port", "0", "--output", "json"] + options,
            "registry",
            ["HOME": directory]
        )
        guard let ready = ReadyLine(in: process.output) else {
            throw ChildProcessError.notReady(name: "up", errorOutput: process.errorOutput)
        }
        return Whole(registry: try await running(data: data), process: process, ready: ready)
    }

    /// The registry of a running `berth up`, found by asking it.
    package func running(data: String) async throws -> RegistryServer {
        let status = try await client(BerthBinary.path).run(["status", "--data", data, "--output", "json"]).check()
        struct Component: Decodable {
            let component: String
            let address: String
        }
        let components = try JSONDecoder().decode([Component].self, from: Data(status.output.utf8))
        guard let address = components.first(where: { $0.component == "registry" })?.address,
            let port = URL(string: address)?.port
        else { throw ChildProcessError.failed(status) }
        let password = try String(contentsOfFile: "\(data)/secrets/admin-password", encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        var server = RegistryServer(http: RawHTTP(port: port), kind: .bucket, process: nil)
        server.credentials = ("admin", password)
        server.http = server.http.authenticated("admin", password)
        return server
    }
}
