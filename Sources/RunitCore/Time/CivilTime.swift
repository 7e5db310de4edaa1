/// A moment in UTC, by the Gregorian calendar.
package struct CivilTime: Equatable, Sendable {
  package let year: Int64
  package let month, day, hour, minute, second: UInt8

  /// The moment `unixSeconds` after 1970 began, or before it.
  package init(unixSeconds: Int64) {
    let secondsOfDay = unixSeconds.remainder(dividingBy: 86_400)
    hour = UInt8(secondsOfDay / 3_600)
    minute = UInt8(secondsOfDay / 60 % 60)
    second = UInt8(secondsOfDay % 60)

    // Years are counted from March on, so that the leap day is the last of its year, and in eras of 400 years, which all
    // have the same number of days. 1970-01-01 is day 719,468 since 0000-03-01.
    let days = unixSeconds / 86_400 - (unixSeconds % 86_400 < 0 ? 1 : 0) + 719_468
    let dayOfEra = days.remainder(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = UInt8(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    month = UInt8(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    year = (days - dayOfEra) / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }
}

extension Int64 {
  /// What is left, never negative.
  fileprivate func remainder(dividingBy divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
