package verdict

import (
	"maps"
	"slices"

	"github.com/proofhouse/proofhouse/kernel/event"
	"github.com/proofhouse/proofhouse/kernel/state"
)

// remedy says what kind of reason a lack is and who can do what about it.
type remedy struct {
	cause Cause
	who   event.Role
	act   string // Empty when nothing helps today.
}

// remedies lists every lack the kernel can name. The catalogue has a sentence for each key and for
// each act.
var remedies = map[string]remedy{
	"record.incomplete":    {NotRecorded, event.NoRole, "wait-sync"},
	"record.no-checkpoint": {NotRecorded, event.NoRole, "wait-sync"},
	"record.stale":         {NotRecorded, event.NoRole, "wait-sync"},
	"record.fork":          {RecordedOtherwise, event.Handler, "examine-anew"},
	"record.missing-link":  {NotRecorded, event.Handler, "send-missing"},
	"record.signature":     {RecordedOtherwise, event.Handler, "act-anew"},
	"clock.untrusted":      {NotRecorded, event.Operator, "ask-operator"},
	"packs.none":           {NotRecorded, event.Advisor, "adopt-pack"},
	"packs.changed":        {RecordedOtherwise, event.Operator, "ask-operator"},
	"packs.expired":        {NotRecorded, event.Advisor, "adopt-pack"},
	"packs.left-out":       {NotRecorded, event.Advisor, "adopt-pack"},
	"packs.dropped":        {Blocked, event.Guild, "agree-drop"},
	"packs.unknown":        {NotRecorded, event.Operator, "ask-operator"},
	"judge.fault":          {Fault, event.Operator, "ask-operator"},

	"rounds.loose":          {Blocked, event.Handler, "release-loose"},
	"rounds.waits":          {NotRecorded, event.Handler, "send-missing"},
	"rounds.live":           {RecordedOtherwise, event.Handler, "destroy-live"},
	"rounds.unknown-open":   {NotRecorded, event.Handler, "reseal-test"},
	"rounds.received-alone": {NotRecorded, event.Handler, "receive-together"},
	"rounds.unknown-loaded": {NotRecorded, event.Handler, "reload-from-tested"},
	"load.untested":         {NotRecorded, event.Handler, "test-tray"},
	"load.no-watcher":       {RecordedOtherwise, event.Handler, "load-with-watcher"},
	"load.not-verified":     {RecordedOtherwise, event.Handler, "load-with-watcher"},
	"tray.not-tested":       {NotRecorded, event.Handler, "test-tray"},
	"tray.not-counted":      {NotRecorded, event.Watcher, "count-tray"},
	"tray.not-opened":       {NotRecorded, event.Handler, "open-tray"},
	"tray.mismatch":         {RecordedOtherwise, event.Handler, "test-tray"},
	"tray.not-blind":        {RecordedOtherwise, event.Handler, "test-tray"},
	"tray.pace":             {NotRecorded, event.Handler, "test-tray"},
	"tray.tests":            {RecordedOtherwise, event.Handler, "test-tray"},
	"tray.watcher":          {RecordedOtherwise, event.Handler, "test-tray"},
	"tray.not-endorsed":     {NotRecorded, event.Watcher, "endorse-trays"},
	"retest.missing":        {NotRecorded, event.Handler, "retest-rounds"},
	"retest.handler":        {RecordedOtherwise, event.Handler, "retest-rounds"},
	"retest.watcher":        {RecordedOtherwise, event.Handler, "retest-rounds"},
	"retest.out-of-sight":   {NotRecorded, event.Handler, "retest-rounds"},

	"source.seal":     {RecordedOtherwise, event.Handler, "reseal-test"},
	"source.mixed":    {RecordedOtherwise, event.Handler, "reseal-test"},
	"source.unsealed": {RecordedOtherwise, event.Handler, "reseal-test"},
	"source.no-seal":  {RecordedOtherwise, event.Handler, "box-and-test"},

	"examine.missing":   {NotRecorded, event.Handler, "examine"},
	"examine.partial":   {NotRecorded, event.Handler, "examine"},
	"examine.feed":      {NotRecorded, event.Handler, "examine"},
	"examine.bore":      {NotRecorded, event.Handler, "check-bore"},
	"examine.old":       {NotRecorded, event.Handler, "examine"},
	"examine.fired":     {NotRecorded, event.Handler, "examine"},
	"examine.mismatch":  {RecordedOtherwise, event.Handler, "reload-from-tested"},
	"identity.not-read": {NotRecorded, event.Handler, "read-mark"},
	"identity.wrong":    {RecordedOtherwise, event.Handler, "read-mark"},
	"item.unknown":      {NotRecorded, event.Handler, "receive-together"},

	"item.no-chambers":    {RecordedOtherwise, event.Handler, "receive-again"},
	"item.received-alone": {NotRecorded, event.Handler, "receive-together"},
	"item.gone-back":      {RecordedOtherwise, event.Handler, "receive-together"},

	"look.none":         {NotRecorded, event.Watcher, "look"},
	"look.changed":      {NotRecorded, event.Watcher, "look"},
	"look.out-of-sight": {NotRecorded, event.Watcher, "look"},
	"look.partial":      {NotRecorded, event.Watcher, "look"},
	"look.mismatch":     {RecordedOtherwise, event.Watcher, "look"},
	"look.watcher":      {RecordedOtherwise, event.Watcher, "look"},
	"look.identity":     {NotRecorded, event.Watcher, "look"},
	"look.not-drawn":    {NotRecorded, event.Watcher, "look"},
	"look.not-signed":   {NotRecorded, event.Handler, "hand-over-by-both"},

	"look.not-anew":         {NotRecorded, event.Watcher, "look"},
	"look.not-signed-anew":  {NotRecorded, event.Handler, "hand-over-by-both"},
	"look.not-today":        {NotRecorded, event.Watcher, "look"},
	"look.not-signed-today": {NotRecorded, event.Handler, "hand-over-by-both"},
	"retest.not-anew":       {NotRecorded, event.Handler, "retest-rounds"},

	"third.missing":  {NotRecorded, event.AD, "third-count"},
	"third.mismatch": {RecordedOtherwise, event.Handler, "retest-rounds"},
	"third.person":   {RecordedOtherwise, event.Handler, "retest-rounds"},

	"third.look":       {NotRecorded, event.AD, "look"},
	"third.not-signed": {NotRecorded, event.Handler, "hand-over-by-three"},

	"custody.gap":        {RecordedOtherwise, event.Handler, "examine"},
	"custody.unattended": {RecordedOtherwise, event.Handler, "examine"},
	"custody.duty":       {RecordedOtherwise, event.Handler, "examine"},
	"custody.break":      {RecordedOtherwise, event.Handler, "examine"},
	"custody.not-held":   {NotRecorded, event.Handler, "take-back"},
	"custody.not-locked": {NotRecorded, event.Handler, "lock-up"},
	"giver.not-handler":  {RecordedOtherwise, event.Handler, "hand-over-by-handler"},
	"given.not-handler":  {RecordedOtherwise, event.Handler, "take-back"},
	"given.elsewhere":    {RecordedOtherwise, event.Handler, "collect"},
	"issue.not-returned": {RecordedOtherwise, event.Handler, "collect"},
	"person.unknown":     {NotRecorded, event.AD, "let-join"},

	"day.none": {NotRecorded, event.AD, "call-day"},

	"handler.permit":         {NotRecorded, event.AD, "check-permit"},
	"handler.permit-expired": {RecordedOtherwise, event.AD, "check-permit"},
	"handler.training":       {NotRecorded, event.AD, "check-training"},
	"handler.off-duty":       {NotRecorded, event.Handler, "go-on-duty"},
	"handler.other-unit":     {RecordedOtherwise, event.Handler, "go-on-duty"},
	"handler.none":           {NotRecorded, event.Handler, "go-on-duty"},
	"handler.not-appointed":  {NotRecorded, event.AD, "appoint"},
	"handler.other-duty":     {RecordedOtherwise, event.AD, "end-other-duty"},
	"handler.capacity":       {RecordedOtherwise, event.AD, "second-handler"},

	"meeting.none":        {NotRecorded, event.AD, "hold-meeting"},
	"meeting.other-day":   {RecordedOtherwise, event.AD, "hold-meeting"},
	"meeting.other-place": {RecordedOtherwise, event.AD, "hold-meeting"},
	"meeting.old-plan":    {RecordedOtherwise, event.AD, "hold-meeting"},
	"meeting.topic":       {NotRecorded, event.AD, "hold-meeting"},
	"meeting.no-walk":     {NotRecorded, event.AD, "hold-meeting"},
	"meeting.absent":      {NotRecorded, event.AD, "attend-meeting"},
	"plan.none":           {NotRecorded, event.AD, "plan-scene"},
	"plan.item":           {RecordedOtherwise, event.AD, "plan-scene"},
	"plan.class":          {RecordedOtherwise, event.Handler, "use-planned"},
	"plan.load":           {RecordedOtherwise, event.Handler, "reload-from-tested"},
	"plan.old-risk":       {RecordedOtherwise, event.AD, "assess-risk"},
	"plan.purpose":        {RecordedOtherwise, event.AD, "plan-scene"},
	"risk.none":           {NotRecorded, event.AD, "assess-risk"},
	"risk.incomplete":     {NotRecorded, event.AD, "assess-risk"},
	"advisor.none":        {NotRecorded, event.Producer, "name-advisor"},
	"advisor.late":        {RecordedOtherwise, event.AD, "plan-scene"},
	"advisor.handles":     {RecordedOtherwise, event.AD, "another-person"},
	"meeting.no-advisor":  {NotRecorded, event.AD, "meet-advisor"},
	"risk.no-advisor":     {NotRecorded, event.Advisor, "assess-with-advisor"},
	"risk.not-endorsed":   {NotRecorded, event.Handler, "endorse-risk"},
	"zone.person":         {RecordedOtherwise, event.AD, "empty-line"},
	"zone.direct":         {RecordedOtherwise, event.Handler, "approve-pointing"},
	"zone.not-approved":   {NotRecorded, event.Handler, "approve-pointing"},
	"zone.distance":       {RecordedOtherwise, event.AD, "move-people"},
	"zone.in-cone":        {RecordedOtherwise, event.AD, "move-people"},
	"zone.in-vent":        {RecordedOtherwise, event.AD, "move-people"},
	"zone.in-ejection":    {RecordedOtherwise, event.AD, "move-people"},
	"zone.on-axis":        {RecordedOtherwise, event.AD, "move-off-axis"},
	"zone.no-muzzle":      {NotRecorded, event.AD, "draw-muzzle"},
	"zone.no-shield":      {RecordedOtherwise, event.AD, "place-shield"},
	"blanks.no-test-fire": {NotRecorded, event.Handler, "test-fire"},
	"bore.after":          {NotRecorded, event.Handler, "check-bore"},
	"bore.obstructed":     {RecordedOtherwise, event.Handler, "free-bore"},

	"incident.open":             {Blocked, event.AD, "close-incident"},
	"misfire.open":              {Blocked, event.Handler, "close-misfire"},
	"discharge.open":            {Blocked, event.AD, "close-incident"},
	"quarantine.open":           {Blocked, event.Handler, "end-quarantine"},
	"container.not-quarantined": {RecordedOtherwise, event.Handler, "quarantine-test"},
	"concern.open":              {Blocked, event.Recipient, "answer-concern"},
	"rounds.missing":            {Blocked, event.Handler, "search-rounds"},
	"stop.open":                 {Blocked, event.HazardOwner, "restart"},
	"withheld.item":             {Blocked, event.NoRole, "ask-person"},
	"withheld.scene":            {Blocked, event.NoRole, "ask-person"},

	"course.missing":        {NotRecorded, event.AD, "take-course"},
	"performer.untrained":   {NotRecorded, event.Handler, "train-performer"},
	"purpose.not-permitted": {RecordedOtherwise, event.AD, "change-purpose"},
	"medic.absent":          {NotRecorded, event.AD, "call-medic"},
	"protection.missing":    {NotRecorded, event.Handler, "set-shields"},
	"text.unverified":       {NotRecorded, event.Advisor, "check-text"},
	"notice.none":           {NotRecorded, event.AD, "give-notice"},
	"notice.late":           {RecordedOtherwise, event.AD, "call-day"},
	"contact.none":          {NotRecorded, event.Producer, "name-contact"},
	"substitution.none":     {NotRecorded, event.AD, "answer-substitution"},
	"sweep.none":            {NotRecorded, event.Handler, "sweep"},
	"misfire.no-cause":      {NotRecorded, event.Handler, "name-cause"},
	"police.none":           {NotRecorded, event.AD, "tell-police"},
	"item.live-capable":     {RecordedOtherwise, event.Handler, "swap-replica"},
}

func remedyOf(key string) remedy {
	if r, ok := remedies[key]; ok {
		return r
	}
	return remedy{cause: Fault, who: event.Operator, act: "ask-operator"}
}

func reasonOf(lack state.Lack) Reason {
	r := remedyOf(lack.Key)
	if lack.Item != "" && aboutSource(lack.Key) {
		r.act = "reload-from-tested" // No seal helps any more what is in an item.
	}
	return Reason{Lack: lack, Cause: r.cause, Who: r.who, Act: r.act}
}

// ReasonKeys lists every catalogue key a reason can carry, without "reason.", in order.
func ReasonKeys() []string { return slices.Sorted(maps.Keys(remedies)) }

// Acts lists every act a reason can name, each once, in order.
func Acts() []string {
	var out []string
	for _, k := range ReasonKeys() {
		if a := remedies[k].act; a != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	slices.Sort(out)
	return out
}
