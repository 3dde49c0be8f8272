/// Canonical composition of Latin, Greek and Cyrillic letters: `e` and a combining diaeresis become `ë`.
///
/// Enough for what keyboards and file systems write; not the whole of NFC (Unicode annex 15), which would want every script's table.
enum Composition {
    static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard scalars.contains(where: { $0.value >= 0x300 }) else { return scalars }
        var output: [Unicode.Scalar] = []
        for scalar in scalars {
            if let last = output.last, let joined = pair(last, scalar) {
                output[output.count - 1] = joined
            } else {
                output.append(scalar)
            }
        }
        return output
    }

    private static func pair(_ letter: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
        guard letter.value <= 0xffff, mark.value <= 0xffff, let index = CompositionTable.pairs.place(of: letter.value << 16 | mark.value)
        else { return nil }
        return Unicode.Scalar(CompositionTable.composed[index])
    }
}

extension [UInt32] {
    /// Binary search in an ascending array.
    fileprivate func place(of value: UInt32) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == value ? low : nil
    }
}
