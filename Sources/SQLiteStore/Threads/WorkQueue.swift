internal import Glibc

/// A bounded queue between any threads and worker threads that wait for it.
///
/// `@unchecked Sendable`: everything is read and written under the mutex.
final class WorkQueue<Element: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let waitingMax: Int
    private var waiting: [Element] = []
    private var head = 0
    private var isNudged = false
    private var isClosed = false

    init(waitingMax: Int) {
        self.waitingMax = waitingMax
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        // A wait of so long is not shortened or drawn out by somebody who sets the clock.
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Answers false when full or closed.
    func push(_ element: Element) -> Bool {
        let isTaken = locked {
            guard !isClosed, waiting.count - head < waitingMax else { return false }
            waiting.append(element)
            return true
        }
        // Signalled under the lock, a thread would wake only to wait for it.
        if isTaken { pthread_cond_signal(condition) }
        return isTaken
    }

    /// Wakes one who waits, without an element.
    func nudge() {
        locked {
            isNudged = true
            pthread_cond_signal(condition)
        }
    }

    /// Waits for elements, a nudge or the end, or `atMost` that long; nil: closed and empty.
    func takeAll(atMost: Duration? = nil) -> [Element]? {
        let end = atMost.map(Self.moment)
        return locked {
            var isOver = false
            while head == waiting.count && !isClosed && !isNudged && !isOver { isOver = wait(until: end) }
            isNudged = false
            if head == waiting.count && isClosed { return nil }
            return drain()
        }
    }

    /// What is there now.
    func takeWaiting() -> [Element] { locked { drain() } }

    /// Waits for one element; nil: closed and empty.
    func takeOne() -> Element? {
        locked {
            while head == waiting.count && !isClosed { pthread_cond_wait(condition, mutex) }
            guard head < waiting.count else { return nil }
            let element = waiting[head]
            head += 1
            if head == waiting.count {
                waiting.removeAll(keepingCapacity: true)
                head = 0
            }
            return element
        }
    }

    var isEmpty: Bool { locked { head == waiting.count } }

    /// Nothing more comes in; what waits is still taken.
    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(condition)
        }
    }

    private func drain() -> [Element] {
        defer {
            waiting = []
            head = 0
        }
        return head == 0 ? waiting : Array(waiting[head...])
    }

    /// Answers whether the moment has come.
    private func wait(until end: timespec?) -> Bool {
        guard var moment = end else {
            pthread_cond_wait(condition, mutex)
            return false
        }
        return pthread_cond_timedwait(condition, mutex, &moment) == ETIMEDOUT
    }

    /// On the monotonic clock.
    private static func moment(after duration: Duration) -> timespec {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let (seconds, attoseconds) = duration.components
        let nanoseconds = now.tv_nsec + Int(attoseconds / 1_000_000_000)
        return timespec(tv_sec: now.tv_sec + Int(seconds) + nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
    }

    private func locked<Answer>(_ body: () -> Answer) -> Answer {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
