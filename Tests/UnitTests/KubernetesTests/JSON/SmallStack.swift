import Glibc
import Synchronization

/// Runs a body on a thread whose stack is as small as a server's thread may have.
enum SmallStack {
    private final class Job: Sendable {
        let body: @Sendable () throws -> Bool
        let result = Mutex<Result<Bool, any Error>?>(nil)

        init(_ body: @escaping @Sendable () throws -> Bool) { self.body = body }
    }

    /// The body's answer; the process dies when the stack does not suffice.
    static func run(bytes: Int = 512 * 1_024, _ body: @escaping @Sendable () throws -> Bool) throws -> Bool {
        let job = Job(body)
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, bytes)
        var thread = pthread_t()
        pthread_create(
            &thread,
            &attributes,
            { pointer in
                guard let pointer else { return nil }
                let job = Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue()
                let result = Result { try job.body() }
                job.result.withLock { $0 = result }
                return nil
            },
            Unmanaged.passRetained(job).toOpaque()
        )
        pthread_join(thread, nil)
        return try job.result.withLock { try $0?.get() } ?? false
    }
}
