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
        // whoever defines the attributes' type, here none of its initialisers is needed
        let thread = withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { buffer in
            var thread: pthread_t = 0
            guard let attributes = buffer.baseAddress else { return thread }
            pthread_attr_init(attributes)
            pthread_attr_setstacksize(attributes, bytes)
            pthread_create(
                &thread,
                attributes,
                { pointer in
                    guard let pointer else { return nil }
                    let job = Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue()
                    let result = Result { try job.body() }
                    job.result.withLock { $0 = result }
                    return nil
                },
                Unmanaged.passRetained(job).toOpaque()
            )
            return thread
        }
        pthread_join(thread, nil)
        return try job.result.withLock { try $0?.get() } ?? false
    }
}
