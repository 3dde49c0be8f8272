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
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Answers false when full or closed.
    func push(_ element: Element) -> Bool {
        locked {
            guard !isClosed, waiting.count - head < waitingMax else { return false }
            waiting.append(element)
            pthread_cond_signal(condition)
            return true
        }
    }

    /// Wakes one who waits, without an element.
    func nudge() {
        locked {
            isNudged = true
            pthread_cond_signal(condition)
        }
    }

    /// Waits for elements, a nudge or the end; nil: closed and empty.
    func takeAll() -> [Element]? {
        locked {
            while head == waiting.count && !isClosed && !isNudged { pthread_cond_wait(condition, mutex) }
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

    private func locked<Answer>(_ body: () -> Answer) -> Answer {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
