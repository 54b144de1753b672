import Foundation

/// An ext4 file system whose power can be cut: its image lies on XFS, where a copy by reference takes one moment's state.
///
/// What was written and not yet synced is in no copy, as after a real cut. Needs root and loop devices.
package struct PowerCutDisk: Sendable {
    /// Where the living file system is mounted.
    package let mountPoint: String
    private let directory: String
    private let client: ForeignClient

    /// Whether this machine can do it: root, the tools, and loop mounts that work.
    package static let isPossible: Bool = {
        guard geteuid() == 0, ForeignClient.isInstalled("mkfs.xfs"), ForeignClient.isInstalled("mkfs.ext4") else {
            return false
        }
        let script = """
            d=$(mktemp -d) && truncate -s 16M $d/i && mkfs.ext4 -q -F $d/i && mkdir $d/m && mount -o loop $d/i $d/m && umount $d/m
            status=$?; rm -rf $d; exit $status
            """
        guard
            let process = try? ChildProcess(
                "sh",
                ["-c", script],
                directory: NSTemporaryDirectory(),
                name: "berth-mount-\(getpid())"
            )
        else { return false }
        defer {
            for path in [process.outputPath, process.errorPath, String(process.outputPath.dropLast(4)) + ".in"] {
                unlink(path)
            }
        }
        for _ in 0..<12_000 {
            if let code = process.poll() { return code == 0 }
            usleep(10_000)
        }
        process.crash()
        return false
    }()

    /// Makes and mounts both file systems; they are gone when the test is over.
    package init(in fixture: BerthFixture) async throws {
        directory = try fixture.folder("disk")
        client = try fixture.client("sh")
        mountPoint = "\(directory)/live"
        let outer = "\(directory)/outer"
        let client = client
        fixture.onEnd {
            // the last mounted first
            _ = try? await client.run([
                "-c", "for m in $(grep -o '\(fixture.directory)/[^ ]*' /proc/mounts | tac); do umount -l $m; done",
            ])
        }
        try await client.run([
            "-ec",
            """
            mkdir \(outer) \(mountPoint)
            truncate -s 4G \(directory)/outer.img && mkfs.xfs -q -m reflink=1 \(directory)/outer.img
            mount -o loop \(directory)/outer.img \(outer)
            truncate -s 2G \(outer)/live.img && mkfs.ext4 -q -F \(outer)/live.img
            mount -o loop \(outer)/live.img \(mountPoint)
            """,
        ]).check()
    }

    /// Cuts the power of a copy: the state of the device at this moment.
    package func cut(_ name: String) async throws {
        try await client.run([
            "-ec", "cp --reflink=always \(directory)/outer/live.img \(directory)/outer/\(name).img",
        ]).check()
    }

    /// Mounts what a cut left; answers where.
    package func mount(_ name: String) async throws -> String {
        let place = "\(directory)/\(name)"
        try await client.run(["-ec", "mkdir \(place); mount -o loop \(directory)/outer/\(name).img \(place)"]).check()
        return place
    }
}
