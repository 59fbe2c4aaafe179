package desktop

import (
	"context"

	"motcua"
	"motcua/store"
)

// visits lists the visits that are held in the station's file.
type visits struct{ store *store.Store }

// Held implements model.Visits.
func (v visits) Held(ctx context.Context) ([]string, error) {
	kept, err := v.store.Drafts(ctx, motcua.VisitPrefix)
	if err != nil {
		return nil, err
	}
	out := make([]string, len(kept))
	for i, k := range kept {
		out[i] = k.Key
	}
	return out, nil
}
