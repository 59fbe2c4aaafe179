package calendar

import (
	"math"
	"time"

	"motcua"
)

// The Vietnamese lunar calendar: months begin on the day, in Vietnam (UTC+7),
// of the new moon; the month that holds the winter solstice is the eleventh;
// in a year of thirteen months the first one without a principal solar term is
// leap. New moons and the sun's longitude follow Meeus, Astronomical
// Algorithms, as Hồ Ngọc Đức applied them to Vietnam. The meridian matters:
// Tết of 2030 is a day earlier than in China.

const (
	synodic = 29.530588853      // days from new moon to new moon
	epoch   = 2415021.076998695 // Julian date of the new moon that counts as 0
	zone    = 7.0 / 24
)

// LunarDate returns the solar day, at 00:00 Vietnamese time, of a day of the
// lunar year that begins in the given solar year. Month is 1 … 12 and never
// the leap one.
func LunarDate(year, month, day int) time.Time {
	eleventh, nextEleventh := solsticeMonth(year-1), solsticeMonth(year)
	if month >= 11 {
		eleventh, nextEleventh = nextEleventh, solsticeMonth(year+1)
	}
	k := int(math.Floor(0.5 + (float64(eleventh)-epoch)/synodic))
	months := (month + 1) % 12 // since the eleventh
	if nextEleventh-eleventh > 365 && months >= leapMonth(k) {
		months++
	}
	return dayOfJulian(newMoon(k+months) + day - 1)
}

// lunarHolidays returns the days off of one solar year that the moon decides:
// the last day of the old year and four of the new one, and 10/3. In years
// with a table the government's choice replaces them.
func lunarHolidays(y int) []Day {
	tet := LunarDate(y, 1, 1)
	var days []Day
	for i := -1; i < 4; i++ {
		days = append(days, Day{tet.AddDate(0, 0, i).Format(dateLayout), Holiday, "Tết Nguyên đán"})
	}
	return append(days, Day{LunarDate(y, 3, 10).Format(dateLayout), Holiday, "Giỗ Tổ Hùng Vương"})
}

// newMoon returns the Julian day number, in Vietnam, of the k-th new moon
// since 1900.
func newMoon(k int) int {
	n := float64(k)
	t := n / 1236.85
	t2, t3 := t*t, t*t*t
	mean := 2415020.75933 + 29.53058868*n + 0.0001178*t2 - 0.000000155*t3 +
		0.00033*sin(166.56+132.87*t-0.009173*t2)
	sun := 359.2242 + 29.10535608*n - 0.0000333*t2 - 0.00000347*t3
	moon := 306.0253 + 385.81691806*n + 0.0107306*t2 + 0.00001236*t3
	node := 21.2964 + 390.67050646*n - 0.0016528*t2 - 0.00000239*t3
	shift := (0.1734-0.000393*t)*sin(sun) + 0.0021*sin(2*sun) -
		0.4068*sin(moon) + 0.0161*sin(2*moon) - 0.0004*sin(3*moon) +
		0.0104*sin(2*node) - 0.0051*sin(sun+moon) - 0.0074*sin(sun-moon) +
		0.0004*sin(2*node+sun) - 0.0004*sin(2*node-sun) -
		0.0006*sin(2*node+moon) + 0.0010*sin(2*node-moon) + 0.0005*sin(2*moon+sun)
	clock := -0.000278 + 0.000265*t + 0.000262*t2 // terrestrial minus universal time
	return int(math.Floor(mean + shift - clock + 0.5 + zone))
}

// solarTerm returns which twelfth of its path (0 … 11 from the March equinox)
// the sun is in when a Vietnamese day begins.
func solarTerm(julianDay int) int {
	t := (float64(julianDay) - 2451545.5 - zone) / 36525
	anomaly := 357.52910 + 35999.05030*t - 0.0001559*t*t - 0.00000048*t*t*t
	longitude := 280.46645 + 36000.76983*t + 0.0003032*t*t +
		(1.914600-0.004817*t-0.000014*t*t)*sin(anomaly) +
		(0.019993-0.000101*t)*sin(2*anomaly) + 0.000290*sin(3*anomaly)
	return int(math.Floor(math.Mod(math.Mod(longitude, 360)+360, 360) / 30))
}

// solsticeMonth returns the first day of the lunar month that holds the winter
// solstice of a solar year.
func solsticeMonth(year int) int {
	last := julianOfDay(time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC))
	k := int(math.Floor((float64(last) - 2415021) / synodic))
	first := newMoon(k)
	if solarTerm(first) >= 9 {
		first = newMoon(k - 1)
	}
	return first
}

// leapMonth returns how many months after the eleventh, whose new moon is the
// k-th, the leap month of a thirteen-month year comes.
func leapMonth(k int) int {
	i := 1
	for i < 13 && solarTerm(newMoon(k+i)) != solarTerm(newMoon(k+i+1)) {
		i++
	}
	return i
}

// unixJulian is the Julian day number of 1 January 1970.
const unixJulian = 2440588

func julianOfDay(day time.Time) int { return int(day.Unix()/86400) + unixJulian }

func dayOfJulian(n int) time.Time {
	d := time.Unix(int64(n-unixJulian)*86400, 0).UTC()
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, motcua.Local)
}

func sin(degrees float64) float64 { return math.Sin(degrees * math.Pi / 180) }
