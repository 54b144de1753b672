import BerthObjectStore
import Foundation
import S3
import Testing

@testable import BerthCommands

@Suite struct `The examples` {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Examples").path

    private static let keys = ProcessEnvironment(["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"])

    @Test(arguments: ["registry-folder.yml", "registry-s3.yml"])
    func `for a registry are understood without a warning`(_ name: String) throws {
        let file = try ConfigurationFile(path: "\(Self.folder)/\(name)")
        let settings = try RegistrySettings(Settings(layers: [file.settings]), environment: Self.keys)
        #expect(settings.warnings == [])
    }

    @Test func `for an API server are understood without a warning`() throws {
        let file = try ConfigurationFile(path: "\(Self.folder)/api-server.yml")
        let settings = try APIServerSettings(Settings(layers: [file.settings]))
        #expect(settings.warnings == [])
        #expect(settings.clientAuthority == "/etc/berth/clients.crt")
    }

    @Test func `for an object store are understood without a warning`() throws {
        let file = try ConfigurationFile(path: "\(Self.folder)/object-store.yml")
        let settings = try ObjectStoreSettings(Settings(layers: [layer(["data": "/d"], "flag"), file.settings]))
        #expect(settings.warnings == [])
        #expect(settings.domains == ["s3.localhost"])
        let content = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/provision.json"))
        let provision = try JSONDecoder().decode(Provision.self, from: content)
        for policy in provision.policies.values { _ = try PolicyDocument(policy) }
    }
}
