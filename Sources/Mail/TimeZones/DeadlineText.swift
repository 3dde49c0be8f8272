internal import Invitations

/// The end of a link's validity in words, as a parent reads it (R19): `Monday 7 December 2026 at 10:42 GMT`.
///
/// Deadlines are whole minutes, so this is the very instant that is enforced (R20). One at midnight is written as the whole day before, the last one on which the link works. The zone's letters follow where people use letters.
func deadlineText(_ deadline: Instant, in zone: TimeZoneRules) -> String {
    let seconds = CivilTime.floorDivide(deadline.milliseconds, 1000)
    let local = zone.localTime(at: seconds)
    var wall = CivilTime(secondsSince1970: seconds + local.secondsEastOfUTC)
    var time = " at \(twoDigits(wall.hour)):\(twoDigits(wall.minute))"
    if local.abbreviation.utf8.first.map({ $0 >= UInt8(ascii: "A") }) == true { time += " \(local.abbreviation)" }
    if wall.hour == 0, wall.minute == 0 {
        wall = CivilTime(secondsSince1970: seconds + local.secondsEastOfUTC - 60)
        time = ""
    }
    return "\(CivilTime.weekdays[wall.weekday]) \(wall.day) \(CivilTime.months[wall.month - 1]) \(wall.year)\(time)"
}

/// The Date field (RFC 5322 §3.3), in the school's time: `Mon, 23 Nov 2026 10:42:07 +0000`.
func dateFieldText(_ instant: Instant, in zone: TimeZoneRules) -> String {
    let seconds = CivilTime.floorDivide(instant.milliseconds, 1000)
    let local = zone.localTime(at: seconds)
    // The field has no room for the seconds of nineteenth-century offsets.
    let eastMinutes = Int(local.secondsEastOfUTC / 60)
    let wall = CivilTime(secondsSince1970: seconds + Int64(eastMinutes) * 60)
    let day = CivilTime.weekdays[wall.weekday].prefix(3)
    let month = CivilTime.months[wall.month - 1].prefix(3)
    let time = "\(twoDigits(wall.hour)):\(twoDigits(wall.minute)):\(twoDigits(wall.second))"
    let zone = "\(eastMinutes < 0 ? "-" : "+")\(twoDigits(abs(eastMinutes) / 60))\(twoDigits(abs(eastMinutes) % 60))"
    return "\(day), \(wall.day) \(month) \(wall.year) \(time) \(zone)"
}
