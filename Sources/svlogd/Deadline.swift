/// Moments are nanoseconds of the monotonic clock.
let nanosecondsPerSecond: Int64 = 1_000_000_000

/// The earlier of two moments, of which either may be missing.
func earlier(_ left: Int64?, _ right: Int64?) -> Int64? {
  guard let left, let right else { return left ?? right }
  return min(left, right)
}
