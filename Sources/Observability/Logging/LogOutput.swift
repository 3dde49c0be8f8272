#if canImport(Glibc)
    internal import Glibc
#endif

/// Where log lines go: a thread writes them to a descriptor, many at a time, so that nobody who logs waits for whoever reads.
///
/// Lines stay whole and in order. They wait in at most `bytesMax`: a reader that is slower than that loses lines, and is told how many
/// as soon as it reads on. A line is written at once, or, if nobody is in a hurry for it, a moment later with those that come meanwhile.
// Sendable: everything mutable is read and written under the mutex.
public final class LogOutput: @unchecked Sendable {
    /// Standard error, of which a process has one.
    public static let standardError = LogOutput(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    private let bytesMax: Int
    private let lingerNanoseconds: Int
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let somethingToDo: UnsafeMutablePointer<pthread_cond_t>
    private let idle: UnsafeMutablePointer<pthread_cond_t>

    private var waiting: [UInt8] = []
    private var lost = 0
    private var lostInAll = 0
    private var isHurried = false
    private var isWriting = false
    private var isRunning = false
    /// With so much waiting there is no lingering.
    private static let lingerBytesMax = 64 << 10

    /// - Parameter linger: how long a line that nobody is in a hurry for waits for company.
    init(descriptor: Int32, bytesMax: Int = 1 << 20, linger: Duration = .milliseconds(5)) {
        self.descriptor = descriptor
        self.bytesMax = bytesMax
        lingerNanoseconds = Int(linger / .nanoseconds(1))
        (mutex, somethingToDo, idle) = (.allocate(capacity: 1), .allocate(capacity: 1), .allocate(capacity: 1))
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(somethingToDo, &attributes)
        pthread_cond_init(idle, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    // No deinit: its thread refers to it, and runs for as long as the process.

    /// Lines that were dropped because nobody read them in time.
    public var lostLines: Int { locked { lostInAll } }

    /// Takes a line that ends with a line feed. Never waits for the reader.
    ///
    /// - Parameter isHurried: false lets it wait for company.
    func write(_ line: [UInt8], isHurried: Bool) {
        locked {
            if !isRunning { start() }
            guard waiting.count + line.count <= bytesMax else {
                lost += 1
                lostInAll += 1
                return
            }
            let wakes = waiting.isEmpty || (isHurried && !self.isHurried) || waiting.count >= Self.lingerBytesMax
            self.isHurried = self.isHurried || isHurried
            waiting.append(contentsOf: line)
            if wakes { pthread_cond_signal(somethingToDo) }
        }
    }

    /// Returns when all lines so far are written, or after two seconds: a reader that does not read must not keep a process from ending.
    /// Blocks.
    public func flush() {
        locked {
            var deadline = Self.monotonic(in: 2_000_000_000)
            isHurried = true
            pthread_cond_signal(somethingToDo)
            while isRunning, !waiting.isEmpty || isWriting {
                if pthread_cond_timedwait(idle, mutex, &deadline) == ETIMEDOUT { return }
            }
        }
    }

    // MARK: The thread

    private func start() {
        var id = pthread_t()
        let context = Unmanaged.passRetained(self)
        let code = pthread_create(
            &id, nil,
            { context in
                guard let context else { return nil }
                Unmanaged<LogOutput>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
        // Without a thread the lines are lost, and counted, until one can be had.
        if code == 0 { isRunning = true } else { context.release() }
        if isRunning { pthread_detach(id) }
    }

    private func run() {
        var lines: [UInt8] = []
        while true {
            let lostBefore = take(&lines)
            let isTold = lostBefore == 0 || Self.loss(lostBefore).withUnsafeBytes(writeAll) == 0
            let lostNow = lines.withUnsafeBytes(writeAll)
            locked {
                lost += lostNow + (isTold ? 0 : lostBefore)
                lostInAll += lostNow
            }
        }
    }

    /// Waits for lines; answers how many were lost before them.
    private func take(_ lines: inout [UInt8]) -> Int {
        locked {
            lines.removeAll(keepingCapacity: lines.capacity <= Self.lingerBytesMax)
            isWriting = false
            if waiting.isEmpty { pthread_cond_broadcast(idle) }
            while waiting.isEmpty { pthread_cond_wait(somethingToDo, mutex) }
            if !isHurried, waiting.count < Self.lingerBytesMax {
                var deadline = Self.monotonic(in: lingerNanoseconds)
                pthread_cond_timedwait(somethingToDo, mutex, &deadline)
            }
            swap(&lines, &waiting)
            isHurried = false
            isWriting = true
            defer { lost = 0 }
            return lost
        }
    }

    /// Answers how many lines could not be written: nobody reads any more, or the disk is full.
    private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                return bytes[sent...].count { $0 == UInt8(ascii: "\n") }
            }
        }
        return 0
    }

    private static func loss(_ count: Int) -> [UInt8] {
        var line: [UInt8] = []
        line.append(text: "{\"time\":\"")
        var timestamp = LogTimestamp()
        timestamp.append(to: &line)
        line.append(text: "\",\"level\":\"warning\",\"logger\":\"log\",\"message\":\"log lines were lost\",\"count\":")
        line.append(number: Int64(count))
        line.append(text: "}\n")
        return line
    }

    private static func monotonic(in nanoseconds: Int) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let sum = time.tv_nsec + nanoseconds
        return timespec(tv_sec: time.tv_sec + sum / 1_000_000_000, tv_nsec: sum % 1_000_000_000)
    }

    private func locked<Answer>(_ body: () -> Answer) -> Answer {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
